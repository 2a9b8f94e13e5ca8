export { answerThumbnail as GET } from '@/server/api/http/example-contents';
