import type { ErrorCode } from '@/lib/errors';
import { toAppError } from '@/lib/errors';
import type { Container } from '../../container';
import { orDatabaseAway } from '../../db/database-away';
import { noteRefusal } from '../../operations/watching/current-work';
import { orDiskFull } from '../../storage/disk-full';

export const STATUS: Record<ErrorCode, number> = {
  'bad-input': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many-requests': 429,
  cancelled: 499,
  unavailable: 503,
  internal: 500,
};

/** Any thrown value as the JSON that the browser shows; what is not meant for it goes to the log alone. */
export function errorResponse(error: unknown, log: Container['log']): Response {
  const { code, message, remedy, cause, retryAfterSeconds } = toAppError(orDiskFull(orDatabaseAway(error)));
  const headers = {
    'cache-control': 'private, no-store',
    ...(retryAfterSeconds !== null && { 'retry-after': String(retryAfterSeconds) }),
  };
  if (code !== 'internal') {
    noteRefusal(code);
    return Response.json({ code, message, remedy }, { status: STATUS[code], headers });
  }
  log.error({ err: cause ?? error }, 'request failed');
  const said = { code, message: 'Something went wrong on the server.', remedy };
  return Response.json(said, { status: 500, headers });
}
