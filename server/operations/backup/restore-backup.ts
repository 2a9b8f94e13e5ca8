import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type pg from 'pg';
import { AppError } from '@/lib/errors';
import { migrate } from '../../db/migrate';
import { reachDatabase } from '../../db/reach-database';
import { knownMigrations } from '../../db/schema-version';
import type { Environment } from '../../env';
import { queueAllAgain } from '../../jobs/queue-again';
import type { BlobStore } from '../../storage/blob-store';
import type { BackupManifest } from './archive-format';
import { BLOB_FOLDER, SECRET_FOLDER, TABLE_FOLDER } from './archive-format';
import { readArchive, verifyArchive } from './archive-reader';
import { continueSequences, emptyTables, lockTables, TableLoader } from './load-tables';
import { isSecretFile, keepSecret } from './secrets';

interface RestoreTask {
  readonly path: string;
  readonly env: Environment;
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  /** whether what is in the database may go */
  readonly replace: boolean;
  readonly onEntry?: (name: string, bytes: number) => void;
}

export interface RestoredBackup {
  readonly manifest: BackupManifest;
  /** waiting again for workers */
  readonly jobs: number;
  /** of the backup, which this machine has others in place of */
  readonly refusedSecrets: readonly string[];
}

const CHANGED_REMEDY = 'Leave the file alone while it is restored.';

/**
 * Reads all of a backup once to know that it is whole, then once more to put it where it belongs: blobs into the store,
 * rows into one transaction. Where that fails nothing has changed, but for blobs that nothing refers to.
 *
 * @throws AppError `bad-input` for a damaged archive, naming the entry; `conflict` where the database is not empty
 */
export async function restoreBackup(task: RestoreTask): Promise<RestoredBackup> {
  const manifest = await verifyArchive(task.path);
  const last = await requireKnownMigrations(manifest);
  // The rows are those of that schema; what was added since is added to them.
  await migrate(task.databaseUrl, { patienceMs: 0, upTo: last });
  const client = await reachDatabase(task.databaseUrl, 0);
  const written: string[] = [];
  try {
    await client.query('BEGIN');
    await requireEmpty(client, task.replace);
    const secrets = await fill(client, task, manifest, written);
    await continueSequences(client);
    const jobs = await queueAllAgain(client);
    await client.query('COMMIT');
    await client.end();
    await migrate(task.databaseUrl);
    return { manifest, jobs, refusedSecrets: await keepSecrets(task, secrets) };
  } catch (error) {
    await client.end().catch(() => undefined);
    for (const key of written) await task.blobs.removeAll(key);
    throw error;
  }
}

/** @returns the newest migration of the backup */
async function requireKnownMigrations({ migrations, winnow }: BackupManifest): Promise<string | undefined> {
  const known = await knownMigrations();
  const unknown = migrations.filter((name) => !known.includes(name));
  if (unknown.length === 0) return migrations.at(-1);
  throw new AppError(
    'conflict',
    `The backup was made by a newer Winnow (${winnow}); this one does not know its schema (${unknown.join(', ')}).`,
    'Restore it with that release.',
  );
}

async function requireEmpty(client: pg.Client, replace: boolean): Promise<void> {
  const filled = await lockTables(client);
  if (filled.length === 0) return;
  if (replace) return emptyTables(client);
  throw new AppError(
    'conflict',
    `The database is not empty: there are rows in ${filled.join(', ')}.`,
    'Restore into an empty one (another WINNOW_DATA or DATABASE_URL), or add --force --yes to lose what is there.',
  );
}

async function fill(
  client: pg.Client,
  { path, blobs, onEntry }: RestoreTask,
  manifest: BackupManifest,
  written: string[],
): Promise<Map<string, string>> {
  const expected = new Map(manifest.entries.map(({ name, sha256 }) => [name, sha256]));
  const tables = new TableLoader(client, manifest);
  const secrets = new Map<string, string>();
  for await (const { name, bytes, chunks } of readArchive(path)) {
    const hash = createHash('sha256');
    const checked = passing(chunks, hash);
    if (name.startsWith(BLOB_FOLDER)) await putBlob(blobs, name.slice(BLOB_FOLDER.length), checked, written);
    else if (name.startsWith(TABLE_FOLDER)) await tables.load(name, checked);
    else {
      const bytesOfEntry = await buffer(checked);
      if (name.startsWith(SECRET_FOLDER))
        secrets.set(name.slice(SECRET_FOLDER.length), bytesOfEntry.toString('utf8'));
    }
    const sha256 = expected.get(name);
    if (sha256 !== undefined && hash.digest('hex') !== sha256)
      throw new AppError(
        'bad-input',
        `The backup changed while it was read: “${name}” is another one now.`,
        CHANGED_REMEDY,
      );
    onEntry?.(name, bytes);
  }
  await tables.finish();
  return secrets;
}

/** @returns those that this machine has others in place of */
async function keepSecrets(task: RestoreTask, secrets: ReadonlyMap<string, string>): Promise<string[]> {
  const refused: string[] = [];
  for (const [name, value] of secrets) {
    if (!isSecretFile(name) || !(await keepSecret(task, name, value))) refused.push(name);
  }
  return refused;
}

async function putBlob(
  blobs: BlobStore,
  key: string,
  chunks: AsyncIterable<Uint8Array>,
  written: string[],
): Promise<void> {
  const isNew = !(await blobs.exists(key));
  await blobs.put(key, Readable.from(chunks, { objectMode: false }));
  if (isNew) written.push(key);
}

async function* passing(
  chunks: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
