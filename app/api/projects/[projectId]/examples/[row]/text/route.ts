export { answerText as GET } from '@/server/api/http/example-contents';
