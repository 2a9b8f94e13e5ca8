import { labelTargetSchema } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { AnnotationPlatform, PlatformAdapter, ProjectTarget } from './annotation-platform';
import type { PlatformConnection } from './platforms.repository';
import { findConnection } from './platforms.repository';
import { platformByName } from './registry';

/** A connection with the platform behind it, its token in memory only. */
export interface OpenConnection {
  readonly connection: PlatformConnection;
  readonly platform: AnnotationPlatform;
  readonly adapter: PlatformAdapter;
  readonly of: ProjectTarget;
}

/** @throws AppError `conflict` where the project is not connected */
export async function openConnection(container: Container, projectId: string): Promise<OpenConnection> {
  const connection = await findConnection(container.db, projectId);
  if (connection) return openFound(container, connection);
  throw new AppError(
    'conflict',
    'This project is not connected to a labeling platform.',
    'Connect it on the page Platform.',
  );
}

export async function openFound(
  container: Container,
  connection: PlatformConnection,
): Promise<OpenConnection> {
  const { baseUrl, sealedToken, externalProject: project } = connection;
  const adapter = platformByName(connection.platform);
  const token = (await container.sealer()).open(sealedToken, tokenPurpose(connection.id));
  const allowPrivateMedia = container.env.allowPrivateAddresses;
  const allowPrivate = connection.allowPrivate || allowPrivateMedia;
  return {
    connection,
    adapter,
    platform: adapter.connect({ baseUrl, token, allowPrivate, allowPrivateMedia }),
    of: { project, target: labelTargetSchema.parse(connection.target) },
  };
}

/** Ties a sealed token to its connection: copied into another row, it does not open. */
export function tokenPurpose(connectionId: string): string {
  return `platform token ${connectionId}`;
}
