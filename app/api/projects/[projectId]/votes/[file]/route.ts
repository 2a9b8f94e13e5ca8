export { downloadVotes as GET } from '@/server/api/http/vote-files';
