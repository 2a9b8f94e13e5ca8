import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { AppError } from '@/lib/errors';
import { installQueue } from '../jobs/boss';
import { queryOf } from './query';
import { reachDatabase } from './reach-database';
import { withSchemaEngine } from './schema-engine';
import { knownMigrations, MIGRATIONS_FOLDER, readSchemaState, requireCompatible } from './schema-version';

/** Any number that no other user of the database takes for its own locks. */
const MIGRATION_LOCK = 7_041_776;
const NO_FILTER = { externalTables: [], externalEnums: [] };
const LOOK_EVERY_MS = 1000;

export interface MigrateOptions {
  /** how long the database may take until it answers */
  readonly patienceMs?: number;
  /** the last migration that is applied; all without it */
  readonly upTo?: string;
}

/**
 * Brings the database to this release's schema. Starts that do this at once wait for one another. Returns what was
 * applied: nothing where a newer release has been here and only added to the schema.
 *
 * @throws AppError `unavailable`; `conflict` where a newer release took away what this one needs
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const guard = await reachDatabase(databaseUrl, options.patienceMs ?? 0);
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const state = await readSchemaState(queryOf(guard));
    requireCompatible(state);
    const applied = state.missing.length > 0 ? await applyMigrations(databaseUrl, options.upTo) : [];
    await installQueue(databaseUrl);
    return applied;
  } finally {
    await guard.end();
  }
}

/**
 * Returns once the database has this release's schema, which web servers and `winnow migrate` bring it to.
 *
 * @throws AppError `unavailable` where nobody does in time; `conflict` as `migrate`
 */
export async function awaitSchema(
  databaseUrl: string,
  options: { readonly patienceMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const giveUpAt = Date.now() + options.patienceMs;
  const client = await reachDatabase(databaseUrl, options.patienceMs);
  try {
    for (;;) {
      const state = await readSchemaState(queryOf(client));
      requireCompatible(state);
      if (state.missing.length === 0 || options.signal.aborted) return;
      if (Date.now() > giveUpAt) throw schemaIsOld(state.missing);
      await sleep(LOOK_EVERY_MS, undefined, { signal: options.signal }).catch(() => undefined);
    }
  } finally {
    await client.end();
  }
}

function schemaIsOld(missing: readonly string[]): AppError {
  return new AppError(
    'unavailable',
    `The database has an older schema than this release: ${missing.join(', ')} not applied.`,
    'Start the web server of this release, or run `winnow migrate`.',
  );
}

async function applyMigrations(databaseUrl: string, upTo?: string): Promise<readonly string[]> {
  try {
    const migrationsList = await readMigrations(MIGRATIONS_FOLDER, upTo);
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

async function readMigrations(folder: string, upTo?: string): Promise<MigrationList> {
  const names = (await knownMigrations(folder)).filter((name) => upTo === undefined || name <= upTo);
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
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
