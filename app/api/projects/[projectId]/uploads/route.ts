export { answerUpload as POST } from '@/server/api/http/uploads';
