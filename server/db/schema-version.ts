import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@/lib/errors';
import type { Query } from './query';

// Next's bundler takes `new URL(…, import.meta.url)` for a file that it should copy.
const HERE = dirname(fileURLToPath(import.meta.url));
export const MIGRATIONS_FOLDER = join(HERE, '..', '..', 'prisma', 'migrations');

/**
 * A migration of this name takes away what releases before it use. All others only add, so that an older release goes
 * on working on a newer schema, as it must while servers are replaced one by one.
 */
const TAKES_AWAY = /^\d+_contract-/;

/** One row a migration that was begun; `finished` is false while it runs and where it broke off. */
const APPLIED_MIGRATIONS = `
  SELECT migration_name AS name, finished_at IS NOT NULL AS finished
  FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`;

export interface AppliedMigration {
  readonly name: string;
  readonly finished: boolean;
}

/** How a database's schema stands to this release. */
export interface SchemaState {
  /** of this release, in their order, not applied yet */
  readonly missing: readonly string[];
  /** applied by a newer release, and harmless to this one */
  readonly newer: readonly string[];
  /** applied by a newer release that took away what this one needs */
  readonly incompatible: readonly string[];
  /** begun and never finished */
  readonly broken: readonly string[];
}

/** Names of this release's migrations, in their order. */
export async function knownMigrations(folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Nothing where the database is empty. */
export async function appliedMigrations(query: Query): Promise<readonly AppliedMigration[]> {
  const [table] = await query<{ known: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known`,
  );
  return table?.known ? query<AppliedMigration>(APPLIED_MIGRATIONS) : [];
}

export function compareSchema(applied: readonly AppliedMigration[], known: readonly string[]): SchemaState {
  const done = new Set(applied.filter(({ finished }) => finished).map(({ name }) => name));
  const foreign = [...done].filter((name) => !known.includes(name));
  return {
    missing: known.filter((name) => !done.has(name)),
    newer: foreign.filter((name) => !TAKES_AWAY.test(name)),
    incompatible: foreign.filter((name) => TAKES_AWAY.test(name)),
    broken: applied.filter(({ name, finished }) => !finished && !done.has(name)).map(({ name }) => name),
  };
}

export async function readSchemaState(query: Query): Promise<SchemaState> {
  const [applied, known] = await Promise.all([appliedMigrations(query), knownMigrations()]);
  return compareSchema(applied, known);
}

/** @throws AppError `conflict` where this release would break on the database, or break it */
export function requireCompatible({ incompatible }: SchemaState): void {
  if (incompatible.length === 0) return;
  throw new AppError(
    'conflict',
    `The database belongs to a newer release of Winnow, which took away what this one needs (${incompatible.join(', ')}).`,
    'Start the newer release, or restore a backup made before the upgrade into an empty database.',
  );
}
