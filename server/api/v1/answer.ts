import { callTRPCProcedure, TRPCError } from '@trpc/server';
import { AppError } from '@/lib/errors';
import type { SignedIn } from '../http/session';
import { handle, requireUser } from '../http/session';
import { appRouter } from '../root';
import { findRoute } from './find-route';
import type { HttpProcedure } from './procedures';
import { readInput } from './read-input';

export const API_PREFIX = '/api/v1';

/** Everything below /api/v1: by API key, or by the session of a browser. */
export const answerHttpApi = handle(async (request) => {
  const path = new URL(request.url).pathname.slice(API_PREFIX.length);
  const found = findRoute(request.method, path);
  if (found?.route.kind === 'file') {
    return found.route.file.answer(request, { params: Promise.resolve(found.parameters) });
  }
  const signedIn = await requireUser(request);
  if (!found) {
    throw new AppError('not-found', `There is no ${request.method} ${path}.`, 'See /api/docs.');
  }
  const { procedure } = found.route;
  const input = await readInput(request, procedure, found.parameters);
  const { key } = signedIn.user;
  if (key && Object.hasOwn(procedure.input.properties ?? {}, 'projectId')) input.projectId ??= key.projectId;
  return toResponse(await call(procedure, signedIn, { input, signal: request.signal }), procedure);
});

async function call(
  { path, type }: HttpProcedure,
  signedIn: SignedIn,
  { input, signal }: { input: unknown; signal: AbortSignal },
): Promise<unknown> {
  try {
    return await callTRPCProcedure({
      router: appRouter,
      ctx: signedIn,
      getRawInput: () => Promise.resolve(input),
      path,
      type,
      signal,
      batchIndex: 0,
    });
  } catch (error) {
    throw error instanceof TRPCError && error.cause ? error.cause : error;
  }
}

/** Long work is accepted, not done: 202, and where to see how it goes on. */
function toResponse(result: unknown, { method }: HttpProcedure): Response {
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  if (result === undefined) return new Response(null, { status: 204, headers });
  const jobId =
    method === 'POST' && typeof result === 'object' && result !== null && 'jobId' in result && result.jobId;
  if (typeof jobId !== 'string') return Response.json(result, { headers });
  headers.set('location', `${API_PREFIX}/jobs/${jobId}`);
  return Response.json(result, { status: 202, headers });
}
