import { AppError } from '@/lib/errors';
import { basicPassword } from '../../basic-password';
import { HOOK_SECRET_HEADER } from '../../platforms/annotation-platform';
import { connectionOfSecret, hear } from '../../platforms/listening/hear.service';
import { webProcess } from '../web-process';
import { readJson } from './read-json';
import { handle } from './session';

const MAXIMUM_BODY_BYTES = 4 * 2 ** 20;

/** `POST /api/hooks/:connectionId`: an event of a labeling platform, which knows the connection's secret. */
export const answerPlatformHook = handle<{ connectionId: string }>(async (request, { connectionId }) => {
  const { container } = await webProcess();
  const { headers } = request;
  const secret = headers.get(HOOK_SECRET_HEADER) ?? basicPassword(headers.get('authorization'));
  const connection = await connectionOfSecret(container, connectionId, secret);
  if (!connection) return Response.json({ error: 'Unauthorized' }, { status: 401 });
  const heard = await hear(container, connection, await bodyOf(request));
  return Response.json({ heard }, { status: 202 });
});

async function bodyOf(request: Request): Promise<unknown> {
  try {
    return await readJson(request, MAXIMUM_BODY_BYTES);
  } catch (error) {
    if (error instanceof AppError && error.code === 'too-large') return undefined;
    throw error;
  }
}
