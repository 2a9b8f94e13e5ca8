export { downloadSelectionCsv as GET } from '@/server/api/http/selection-files';
