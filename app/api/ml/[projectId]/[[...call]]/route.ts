export { answerModelCall as GET, answerModelCall as POST } from '@/server/api/http/model-backend';
