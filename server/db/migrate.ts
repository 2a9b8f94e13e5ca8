import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { AppError } from '@/lib/errors';
import { installQueue } from '../jobs/boss';
import { withSchemaEngine } from './schema-engine';

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
/** Any number that no other user of the database takes for its own locks. */
const MIGRATION_LOCK = 7_041_776;
const NO_FILTER = { externalTables: [], externalEnums: [] };

/** Brings the database to the newest schema. Starts that do this at once wait for one another. Returns what was applied. */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const guard = new pg.Client({ connectionString: databaseUrl });
  try {
    await guard.connect();
  } catch (error) {
    throw new AppError(
      'unavailable',
      `The database does not answer: ${(error as Error).message}`,
      'Look at DATABASE_URL, and whether PostgreSQL runs.',
      { cause: error },
    );
  }
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await applyMigrations(databaseUrl);
    await installQueue(databaseUrl);
    return applied;
  } finally {
    await guard.end();
  }
}

async function applyMigrations(databaseUrl: string): Promise<readonly string[]> {
  try {
    const migrationsList = await readMigrations(MIGRATIONS);
    const result = await withSchemaEngine(databaseUrl, (engine) =>
      engine.applyMigrations({ migrationsList, filters: NO_FILTER }),
    );
    return result.appliedMigrationNames;
  } catch (error) {
    throw new AppError(
      'unavailable',
      `The database could not be brought to the newest schema: ${(error as Error).message}`,
      'Nothing of the failed step was kept if it ran in a transaction; restore a backup or mend the step, then start again.',
      { cause: error },
    );
  }
}

export async function readMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(folder, 'migration_lock.toml'), 'utf8').catch(() => null),
    },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}
