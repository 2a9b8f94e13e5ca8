import { answerHttpApi } from '@/server/api/v1/answer';

export { answerHttpApi as DELETE, answerHttpApi as GET, answerHttpApi as PATCH, answerHttpApi as POST };
