import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import { migrate } from '@/server/db/migrate';

export const TEMPLATE = 'winnow_template';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the database `postgres`, where others are made. */
    readonly serverUrl: string;
  }
}

/** One real PostgreSQL for the run, with a migrated database that each test file copies. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-integration-'));
  // PostgreSQL's own account passes through where the tests run as root.
  await chmod(folder, 0o711);
  // A run that is lost with its machine is run again.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  };
  const database = await startEmbeddedDatabase({ dataFolder: join(folder, 'data'), settings });
  const client = new pg.Client({ connectionString: database.urlOf('postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate(database.urlOf(TEMPLATE));
  project.provide('serverUrl', database.urlOf('postgres'));
  return async () => {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
