import { createHash, randomBytes } from 'node:crypto';
import type { ApiKeyRequest, ApiKeyView } from '@/lib/contracts/api-key';
import { AppError } from '@/lib/errors';
import type { SessionUser } from '../api/trpc';
import type { Container } from '../container';
import { createKey, findUnrevokedKey, listKeys, markUsed, revokeKey } from './api-keys.repository';

/** Named so that scanners of repositories and logs find a key that was left there. */
const PREFIX = 'winnow_';
const SECRET_BYTES = 32;
const ENDING_LENGTH = 4;
/** A use is written down at most that often: reading must not become writing. */
const USED_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

export async function listApiKeys(container: Container, projectId: string): Promise<ApiKeyView[]> {
  return listKeys(container.db, { projectId, at: new Date() });
}

/** The key is in the answer and nowhere else: what is kept is its SHA-256, which 256 random bits make enough. */
export async function createApiKey(
  container: Container,
  input: { projectId: string; userId: string; request: ApiKeyRequest },
): Promise<{ id: string; key: string }> {
  const { projectId, userId } = input;
  const { expiresInDays, ...request } = input.request;
  const key = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const { id } = await createKey(container.db, {
    projectId,
    userId,
    ...request,
    secretHash: hashOf(key),
    ending: key.slice(-ENDING_LENGTH),
    expiresAt: expiresInDays === null ? null : new Date(Date.now() + expiresInDays * DAY_MS),
  });
  container.log.info({ projectId, userId, keyId: id, scope: request.scope }, 'API key made');
  return { id, key };
}

/** It stops working at once. @throws AppError `not-found` */
export async function revokeApiKey(
  container: Container,
  input: { projectId: string; userId: string; keyId: string },
): Promise<void> {
  const { userId, ...key } = input;
  if (!(await revokeKey(container.db, { ...key, at: new Date() }))) {
    throw new AppError('not-found', 'There is no such key in this project.');
  }
  container.log.info({ ...key, userId }, 'API key revoked');
}

/**
 * Whom a key acts as, with what it may do. Every key takes one hash and one look-up by it, whether it is malformed,
 * revoked, unknown or right: how long the answer takes says nothing of how near a guess was.
 *
 * @throws AppError `unauthenticated`, `too-many-requests`
 */
export async function userOfKey(container: Container, key: string): Promise<SessionUser> {
  const found = await findUnrevokedKey(container.db, hashOf(key));
  if (!found) {
    throw new AppError(
      'unauthenticated',
      'This API key is not known, or was revoked.',
      'Make a key on the page API of the project, and send it as “Authorization: Bearer <key>”.',
    );
  }
  const now = new Date();
  if (found.expiresAt && found.expiresAt <= now) {
    throw new AppError(
      'unauthenticated',
      `This API key expired at ${found.expiresAt.toISOString()}.`,
      'Make another key on the page API of the project.',
    );
  }
  keepToRate(container, found.id, now);
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > USED_EVERY_MS) {
    await markUsed(container.db, found.id, now);
  }
  const { id, userId, name, email, projectId, scope } = found;
  return { id: userId, name, email, key: { id, projectId, scope } };
}

/** @throws AppError `too-many-requests` */
function keepToRate({ apiRate }: Container, keyId: string, now: Date): void {
  const waitMs = apiRate.take(keyId, now.getTime());
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  throw new AppError(
    'too-many-requests',
    `This API key asked more than ${apiRate.perMinute} times within a minute.`,
    `Ask again in ${retryAfterSeconds} s; Retry-After says so too.`,
    { retryAfterSeconds },
  );
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
