export { downloadStudyFile as GET } from '@/server/api/http/study-files';
