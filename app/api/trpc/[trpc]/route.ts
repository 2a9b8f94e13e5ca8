import { answerApi } from '@/server/api/http/trpc';

export { answerApi as GET, answerApi as POST };
