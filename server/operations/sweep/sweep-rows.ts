import { Prisma } from '../../db/generated/client';
import type { DatabaseClient } from '../../db/client';
import { BACKGROUND_KINDS } from '../../jobs/background-kinds';
import { NOW } from '../../jobs/database-clock';
import type { Environment } from '../../env';

/** Rows that are of no more use, and what they are called where the result is told. */
export interface RowRule {
  readonly name: string;
  readonly table: string;
  readonly where: Prisma.Sql;
}

/** Work of the server itself is of interest for days. */
const BACKGROUND_DAYS = 7;

/** Stages that show how their job ended. */
const NAMED_BY = [
  'Ingest',
  'FeatureSet',
  'Surrogate',
  'ScoreSet',
  'Round',
  'Study',
  'Analysis',
  'PlatformPush',
];

const older = (column: string, days: number) =>
  Prisma.sql`${Prisma.raw(`"${column}"`)} < ${NOW} - make_interval(secs => ${days * 86_400})`;

const isNamed = Prisma.join(
  NAMED_BY.map((table) => Prisma.sql`SELECT 1 FROM ${Prisma.raw(`"${table}"`)} s WHERE s."jobId" = "Job".id`),
  ' UNION ALL ',
);

/** Annotations and audit events are never among them. */
export function rowRules(env: Environment): readonly RowRule[] {
  return [
    {
      name: 'finished jobs',
      table: 'Job',
      // What failed is shown beside its stage for as long as the stage is there.
      where: Prisma.sql`state IN ('done', 'cancelled', 'failed') AND (
        ${older('finishedAt', env.keepJobsDays)} AND (state <> 'failed' OR NOT EXISTS (${isNamed}))
        OR ${older('finishedAt', Math.min(BACKGROUND_DAYS, env.keepJobsDays))}
          AND kind IN (${Prisma.join([...BACKGROUND_KINDS])}))`,
    },
    {
      name: 'parts of jobs that ended',
      table: 'JobPart',
      where: Prisma.sql`"jobId" IN (
        SELECT id FROM "Job" WHERE state IN ('done', 'cancelled', 'failed') AND ${older('finishedAt', 1)})`,
    },
    {
      name: 'webhook deliveries',
      table: 'WebhookDelivery',
      where: Prisma.sql`state IN ('done', 'cancelled', 'failed') AND ${older('createdAt', env.keepDeliveriesDays)}`,
    },
    { name: 'expired sessions', table: 'Session', where: older('expiresAt', 0) },
    { name: 'expired links', table: 'Verification', where: older('expiresAt', 0) },
    { name: 'expired leases', table: 'Lease', where: older('expiresAt', 1) },
    { name: 'counted password tries', table: 'PasswordTry', where: older('since', 1) },
    {
      name: 'counted requests',
      table: 'RateLimit',
      where: Prisma.sql`"lastRequest" < (extract(epoch FROM now() - interval '1 day') * 1000)::bigint`,
    },
  ];
}

/** So many at a time, so that no lock is held for long. */
const BATCH = 5000;

export async function countRows(db: DatabaseClient, { table, where }: RowRule): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(`"${table}"`)} WHERE ${where}`;
  return row?.count ?? 0;
}

export async function removeRows(db: DatabaseClient, { table, where }: RowRule): Promise<number> {
  const name = Prisma.raw(`"${table}"`);
  let removed = 0;
  for (;;) {
    const some = await db.$executeRaw`
      DELETE FROM ${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${name} WHERE ${where} LIMIT ${BATCH}))`;
    removed += some;
    if (some < BATCH) return removed;
  }
}
