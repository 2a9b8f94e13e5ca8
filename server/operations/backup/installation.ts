import type { Writable } from 'node:stream';
import { createContainer } from '../../container';
import type { Container } from '../../container';
import type { Environment } from '../../env';
import { createLog } from '../../log';
import { openDatabase } from '../open-database';
import { unreadableSecrets } from '../sealed-values';
import { restoreBackup } from './restore-backup';
import type { RestoredBackup } from './restore-backup';
import { readSecrets } from './secrets';
import { writeBackup } from './write-backup';
import type { WrittenBackup } from './write-backup';

/** Backs up what these settings name, running or not. */
export async function backupInstallation(
  env: Environment,
  options: { target: Writable; version: string; gzip: boolean; withSecrets: boolean },
): Promise<WrittenBackup> {
  return withContainer(env, { exclusive: false }, async (container, databaseUrl) =>
    writeBackup({
      ...options,
      databaseUrl,
      blobs: container.blobs,
      secrets: options.withSecrets ? await readSecrets(env) : null,
    }),
  );
}

/** Restores to where these settings say; `notes`: what people have to do now. */
export async function restoreInstallation(
  env: Environment,
  options: { path: string; replace: boolean; onEntry?: (name: string, bytes: number) => void },
): Promise<RestoredBackup & { readonly notes: readonly string[] }> {
  return withContainer(env, { exclusive: true }, async (container, databaseUrl) => {
    const restored = await restoreBackup({ ...options, env, databaseUrl, blobs: container.blobs });
    const notes: string[] = [];
    const { missingBlobs } = restored.manifest;
    if (restored.refusedSecrets.length > 0)
      notes.push(
        `The backup has another ${restored.refusedSecrets.join(' and ')} than this machine; its own was kept.`,
      );
    if (await unreadableSecrets(container))
      notes.push(
        'Sealed tokens cannot be read here: set WINNOW_SECRET_KEY to the key of the former machine, or connect platforms and webhooks again.',
      );
    if (missingBlobs.length > 0)
      notes.push(`${missingBlobs.length} blobs were missing when the backup was made: ${missingBlobs[0]} …`);
    return { ...restored, notes };
  });
}

async function withContainer<Result>(
  env: Environment,
  how: { readonly exclusive: boolean },
  use: (container: Container, databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const log = createLog(env, 'command');
  const database = await openDatabase(env, log, how);
  try {
    const container = createContainer(env, database.url, log);
    try {
      return await use(container, database.url);
    } finally {
      await container.db.$disconnect();
    }
  } finally {
    await database.close();
  }
}
