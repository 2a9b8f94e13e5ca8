import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { appRouter } from '../root';
import { webProcess } from '../web-process';
import { errorResponse } from './error-response';
import { checkOrigin } from './origin';
import { userOf } from './session';

export async function answerApi(request: Request): Promise<Response> {
  const { container } = await webProcess();
  try {
    checkOrigin(request);
  } catch (error) {
    return errorResponse(error, container.log);
  }
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: async () => ({ container, user: await userOf(request.headers) }),
  });
}
