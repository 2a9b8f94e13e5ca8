export { downloadAnalysisFile as GET } from '@/server/api/http/analysis-files';
