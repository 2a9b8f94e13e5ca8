import type { Writable } from 'node:stream';
import type pg from 'pg';
import type { Container } from '../../container';
import { queryOf } from '../../db/query';
import { reachDatabase } from '../../db/reach-database';
import { appliedMigrations } from '../../db/schema-version';
import { readBlobReferences } from '../blobs/blob-references';
import { HEADER_ENTRY, newHeader, SECRET_FOLDER } from './archive-format';
import type { BackupManifest } from './archive-format';
import { ArchiveWriter } from './archive-writer';
import { copyBlobs } from './copy-blobs';
import { copyTable } from './copy-tables';
import type { Secrets } from './secrets';
import { keptTables } from './tables';

interface BackupTask {
  readonly databaseUrl: string;
  readonly blobs: Container['blobs'];
  /** release that writes it */
  readonly version: string;
  readonly target: Writable;
  readonly gzip: boolean;
  /** to be taken along; null: none */
  readonly secrets: Secrets | null;
}

export type WrittenBackup = Pick<BackupManifest, 'snapshotAt' | 'tables' | 'missingBlobs'> & {
  readonly blobs: number;
};

/**
 * Writes a backup while Winnow runs: blobs first, then every table as one snapshot sees it.
 *
 * Blobs never change, but they come and go. So those that rows name now are copied without holding anything up; then a
 * snapshot is taken, and what has come since is copied. Where something that the snapshot names is gone, it was removed
 * with its rows, and a newer snapshot does not name it any more. What two snapshots name in vain was lost before.
 */
export async function writeBackup(task: BackupTask): Promise<WrittenBackup> {
  const archive = new ArchiveWriter(task.target, { gzip: task.gzip });
  const client = await reachDatabase(task.databaseUrl, 0);
  try {
    await archive.add(HEADER_ENTRY, Buffer.from(JSON.stringify(newHeader(task.version))));
    const archived = new Set<string>();
    await copyNow(client, task, archive, archived);
    let missing: Set<string> | null = null;
    for (;;) {
      await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const before: Set<string> | null = missing;
      missing = await copyNow(client, task, archive, archived);
      if ([...missing].every((key) => before?.has(key))) break;
      await client.query('ROLLBACK');
    }
    const written = await copyRows(client, archive);
    await client.query('ROLLBACK');
    for (const [name, value] of Object.entries(task.secrets ?? {})) {
      await archive.add(`${SECRET_FOLDER}${name}`, Buffer.from(value));
    }
    const missingBlobs = [...missing].sort();
    const { secrets, version: winnow } = task;
    await archive.finish({ ...newHeader(winnow), ...written, missingBlobs, withSecrets: secrets !== null });
    return { ...written, missingBlobs, blobs: archived.size };
  } catch (error) {
    await archive.abandon();
    throw error;
  } finally {
    await client.end();
  }
}

async function copyNow(
  client: pg.Client,
  { blobs }: BackupTask,
  archive: ArchiveWriter,
  archived: Set<string>,
): Promise<Set<string>> {
  const references = await readBlobReferences(queryOf(client), blobs);
  return copyBlobs(blobs, references, archive, archived);
}

async function copyRows(client: pg.Client, archive: ArchiveWriter) {
  const query = queryOf(client);
  const [clock] = await query<{ now: Date }>('SELECT now()');
  const applied = await appliedMigrations(query);
  const tables: BackupManifest['tables'] = [];
  for (const table of await keptTables(query)) {
    const rows = await copyTable(client, table, archive);
    tables.push({ name: table.name, columns: [...table.columns], rows });
  }
  return {
    snapshotAt: (clock?.now ?? new Date()).toISOString(),
    migrations: applied.filter(({ finished }) => finished).map(({ name }) => name),
    tables,
  };
}
