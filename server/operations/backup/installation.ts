import type { Writable } from 'node:stream';
import type { Environment } from '../../env';
import { unreadableSecrets } from '../sealed-values';
import { withInstallation } from '../with-installation';
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
  return withInstallation(env, { exclusive: false }, async (container, databaseUrl) =>
    writeBackup({
      ...options,
      databaseUrl,
      blobs: container.blobs,
      secrets: options.withSecrets ? await readSecrets(container) : null,
    }),
  );
}

/** Restores to where these settings say; `notes`: what people have to do now. */
export async function restoreInstallation(
  env: Environment,
  options: { path: string; replace: boolean; onEntry?: (name: string, bytes: number) => void },
): Promise<RestoredBackup & { readonly notes: readonly string[] }> {
  return withInstallation(env, { exclusive: true }, async (container, databaseUrl) => {
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
