import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { appRouter } from '../root';
import { webProcess } from '../web-process';
import { errorResponse } from './error-response';
import { checkOrigin } from './origin';
import { parseJson } from './parse-json';
import { withBodyRead } from './read-body';
import { readJson } from './read-json';
import { userOf } from './session';

const MAXIMUM_BODY_BYTES = 4 * 2 ** 20;

export async function answerApi(request: Request): Promise<Response> {
  const { container } = await webProcess();
  try {
    checkOrigin(request, container.env.url);
    return await fetchRequestHandler({
      endpoint: '/api/trpc',
      req: await checkedRequest(request),
      router: appRouter,
      createContext: async () => ({ container, user: await userOf(request.headers) }),
      responseMeta: () => ({ headers: { 'cache-control': 'private, no-store' } }),
    });
  } catch (error) {
    return errorResponse(error, container.log);
  }
}

/** tRPC reads a body to its end, and what it holds by calling itself: here both are bounded. */
async function checkedRequest(request: Request): Promise<Request> {
  const input = new URL(request.url).searchParams.get('input');
  if (input) parseJson(input, { kept: true });
  const read = await withBodyRead(request, MAXIMUM_BODY_BYTES);
  if (read.body) await readJson(read.clone(), MAXIMUM_BODY_BYTES, { kept: true });
  return read;
}
