export { downloadExport as GET } from '@/server/api/http/exports';
