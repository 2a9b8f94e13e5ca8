import { answerHealth } from '@/server/api/http/health';

export const dynamic = 'force-dynamic';

export { answerHealth as GET };
