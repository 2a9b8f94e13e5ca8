import type pg from 'pg';
import type { Container } from '../../container';
import { queryOf } from '../../db/query';
import { reachDatabase } from '../../db/reach-database';
import { sweepBlobs } from './sweep-blobs';
import type { SweptBlobs } from './sweep-blobs';
import { countRows, removeRows, rowRules } from './sweep-rows';

const SWEEP_LOCK = 7_041_778;
const HOUR_MS = 3_600_000;

export interface SweepResult {
  readonly dryRun: boolean;
  readonly blobs: SweptBlobs;
  readonly rows: readonly { readonly name: string; readonly count: number }[];
}

/**
 * Removes what nobody can reach any more, and what is older than it is kept. One at a time over all processes.
 *
 * @returns null where another process is at it
 */
export async function sweep(
  container: Container,
  databaseUrl: string,
  options: { readonly now: Date; readonly dryRun: boolean },
): Promise<SweepResult | null> {
  const client = await reachDatabase(databaseUrl, 0);
  try {
    if (!(await takeLock(client))) return null;
    return await sweepLocked(container, client, options);
  } finally {
    await client.end();
  }
}

/** The lock goes with the connection, however this process ends. */
async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    SWEEP_LOCK,
  ]);
  return rows[0]?.taken === true;
}

async function sweepLocked(
  { env, db, blobs }: Container,
  client: pg.Client,
  options: { readonly now: Date; readonly dryRun: boolean },
): Promise<SweepResult> {
  const rows: { name: string; count: number }[] = [];
  for (const rule of rowRules(env)) {
    const count = await (options.dryRun ? countRows(db, rule) : removeRows(db, rule));
    rows.push({ name: rule.name, count });
  }
  const ages = { orphanMs: env.keepOrphansHours * HOUR_MS, uploadMs: env.keepUploadsDays * 24 * HOUR_MS };
  const swept = await sweepBlobs({ query: queryOf(client), blobs }, ages, options);
  return { dryRun: options.dryRun, blobs: swept, rows };
}
