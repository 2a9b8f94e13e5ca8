import { answerMetrics } from '@/server/api/http/metrics';

export const dynamic = 'force-dynamic';

export { answerMetrics as GET };
