import type { ListeningView, ManualHook } from '@/lib/contracts/platform';
import { AppError, toAppError } from '@/lib/errors';
import type { Container } from '../../container';
import { findJobErrors } from '../../jobs/job-errors.repository';
import { hashOfSecret, newSecret } from '../../secret-hash';
import { HOOK_SECRET_HEADER, hookAddress } from '../annotation-platform';
import { modelUrl } from '../model-backend/model-access.service';
import { openConnection } from '../open-connection.service';
import type { PlatformConnection } from '../platforms.repository';
import { findConnection, updateConnection } from '../platforms.repository';
import { requestSync } from './request-sync.service';

/** Null where the project is not connected. */
export async function getListening(container: Container, projectId: string): Promise<ListeningView | null> {
  const connection = await findConnection(container.db, projectId);
  if (!connection) return null;
  const { hookSecretHash, hookId, heardAt, askedAt, retrainAlone, modelPasswordHash, syncJobId } = connection;
  const errors = await findJobErrors(container.db, [syncJobId]);
  return {
    listens: hookSecretHash !== null,
    byHand: hookSecretHash !== null && hookId === null,
    url: hookUrl(container, connection),
    heardAt,
    askedAt,
    retrainAlone,
    error: errors.get(syncJobId ?? '') ?? null,
    modelUrl: modelUrl(container, projectId),
    modelHasPassword: modelPasswordHash !== null,
  };
}

/**
 * Has the platform send its events here, with a new secret; the one before it opens nothing any more. Where the platform does
 * not take the address, somebody has to enter it there by hand, and is shown the secret this once.
 *
 * @throws AppError `conflict` where the project is not connected
 */
export async function listen(container: Container, projectId: string): Promise<ManualHook | null> {
  const { connection, platform, of, adapter } = await openConnection(container, projectId);
  const secret = newSecret();
  const url = hookUrl(container, connection);
  if (connection.hookId) await platform.removeHook(connection.hookId);
  await updateConnection(container.db, connection.id, {
    hookSecretHash: hashOfSecret(secret),
    hookId: null,
    heardAt: null,
  });
  try {
    const hookId = await platform.addHook(of.project, { url, secret });
    await updateConnection(container.db, connection.id, { hookId });
    return null;
  } catch (error) {
    const { message, remedy } = toAppError(error);
    const reason = `${message} ${remedy}`.trim();
    const { secretIn, byHand: how } = adapter.hook;
    if (secretIn === 'header') return { how, url, header: HOOK_SECRET_HEADER, secret, reason };
    return { how, url, header: null, secret: hookAddress({ url, secret }), reason };
  }
}

/** The platform sends nothing any more; it is asked from time to time all the same. */
export async function stopListening(container: Container, projectId: string): Promise<void> {
  const { connection, platform } = await openConnection(container, projectId);
  await updateConnection(container.db, connection.id, { hookSecretHash: null, heardAt: null });
  if (!connection.hookId) return;
  await platform.removeHook(connection.hookId);
  await updateConnection(container.db, connection.id, { hookId: null });
}

export async function setRetrainAlone(
  container: Container,
  { projectId, retrainAlone }: { projectId: string; retrainAlone: boolean },
): Promise<void> {
  const connection = await requireConnection(container, projectId);
  await updateConnection(container.db, connection.id, { retrainAlone });
}

/** Asks the platform about every answer now. */
export async function syncNow(container: Container, projectId: string): Promise<{ jobId: string }> {
  const { id } = await requireConnection(container, projectId);
  const jobId = await container.db.$transaction((tx) => requestSync(container, tx, id, 'all'));
  if (!jobId) throw new AppError('not-found', 'The connection is not there any more.');
  return { jobId };
}

function hookUrl({ env }: Container, { id }: PlatformConnection): string {
  return `${env.url.replace(/\/+$/, '')}/api/hooks/${id}`;
}

async function requireConnection(container: Container, projectId: string): Promise<PlatformConnection> {
  const connection = await findConnection(container.db, projectId);
  if (connection) return connection;
  throw new AppError(
    'conflict',
    'This project is not connected to a labeling platform.',
    'Connect it first.',
  );
}
