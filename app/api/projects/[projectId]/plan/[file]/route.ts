export { downloadPlanFile as GET } from '@/server/api/http/plan-files';
