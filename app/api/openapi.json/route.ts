export { answerOpenApi as GET } from '@/server/api/http/openapi';

/** It changes with the code only, but is not asked often enough to be made beforehand. */
export const dynamic = 'force-dynamic';
