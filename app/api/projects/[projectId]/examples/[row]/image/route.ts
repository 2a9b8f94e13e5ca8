export { answerImage as GET } from '@/server/api/http/example-contents';
