import type { ModelAccess } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import { basicPassword } from '../../basic-password';
import { hashOfSecret, isSecret, newSecret } from '../../secret-hash';
import type { PlatformConnection } from '../platforms.repository';
import { findConnection, updateConnection } from '../platforms.repository';

/** Any name is taken; Label Studio wants one. */
const USER = 'winnow';

/**
 * Makes a password for the platform, to be shown once; the one before it opens nothing any more.
 *
 * @throws AppError `conflict` where the project is not connected
 */
export async function createModelPassword(container: Container, projectId: string): Promise<ModelAccess> {
  const connection = await findConnection(container.db, projectId);
  if (!connection) {
    throw new AppError(
      'conflict',
      'This project is not connected to a labeling platform.',
      'Connect it first.',
    );
  }
  const password = newSecret();
  await updateConnection(container.db, connection.id, { modelPasswordHash: hashOfSecret(password) });
  return { url: modelUrl(container, projectId), user: USER, password };
}

/** The platform may not ask for predictions any more. */
export async function removeModelPassword(container: Container, projectId: string): Promise<void> {
  const connection = await findConnection(container.db, projectId);
  if (connection) await updateConnection(container.db, connection.id, { modelPasswordHash: null });
}

/** What Label Studio is given as the address of a model. */
export function modelUrl({ env }: Container, projectId: string): string {
  return `${env.url.replace(/\/+$/, '')}/api/ml/${projectId}`;
}

/** The connection that this basic authentication opens; null for any other, whatever is wrong with it. */
export async function authorizedConnection(
  container: Container,
  projectId: string,
  authorization: string | null,
): Promise<PlatformConnection | null> {
  const connection = await findConnection(container.db, projectId);
  return isSecret(basicPassword(authorization), connection?.modelPasswordHash ?? null) ? connection : null;
}
