import { answerAuth } from '@/server/api/http/sign-in';

export { answerAuth as GET, answerAuth as POST };
