export { downloadLiveCurve as GET } from '@/server/api/http/round-files';
