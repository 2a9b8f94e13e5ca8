import { answerReady } from '@/server/api/http/health';

export const dynamic = 'force-dynamic';

export { answerReady as GET };
