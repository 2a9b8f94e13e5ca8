import type { DatabaseClient } from '../db/client';

/** Whose leases in which batch. */
interface Holder {
  readonly batchId: string;
  readonly userId: string;
}

/**
 * Leases up to `count` open items to somebody: those that they hold already first, then in the batch's order what nobody
 * else answers or holds as often as is needed. What they held beyond them goes back, as does everybody's that expired.
 * Where `rows` is given, only these; never those of `except`. The caller holds the batch.
 */
export async function leaseItems(
  tx: DatabaseClient,
  input: Holder & {
    projectId: string;
    count: number;
    rows: readonly number[] | null;
    except: readonly number[];
    seconds: number;
  },
): Promise<{ position: number; row: number }[]> {
  const { projectId, batchId, userId, count, seconds } = input;
  const rows = input.rows && [...input.rows];
  const except = [...input.except];
  await tx.$executeRaw`
    DELETE FROM "Lease" WHERE "batchId" = ${batchId} AND "expiresAt" <= clock_timestamp() AT TIME ZONE 'UTC'`;
  const items = await tx.$queryRaw<{ position: number; row: number }[]>`
    WITH held AS (
      SELECT i."position", i."row"
      FROM "Lease" l JOIN "BatchItem" i ON i."batchId" = l."batchId" AND i."row" = l."row"
      WHERE l."batchId" = ${batchId} AND l."userId" = ${userId} AND i."state" = 'open'
        AND (${rows}::int[] IS NULL OR i."row" = ANY(${rows}::int[])) AND i."row" <> ALL(${except}::int[])
      ORDER BY i."position" LIMIT ${count}
    ), free AS (
      SELECT i."position", i."row"
      FROM "BatchItem" i JOIN "Example" e ON e."projectId" = ${projectId} AND e."row" = i."row"
      WHERE i."batchId" = ${batchId} AND i."state" = 'open' AND e."split" <> 'test'
        AND (${rows}::int[] IS NULL OR i."row" = ANY(${rows}::int[])) AND i."row" <> ALL(${except}::int[])
        AND NOT EXISTS (
          SELECT 1 FROM "Lease" l
          WHERE l."batchId" = i."batchId" AND l."row" = i."row" AND l."userId" = ${userId})
        AND NOT EXISTS (
          SELECT 1 FROM "Annotation" a
          WHERE a."projectId" = ${projectId} AND a."row" = i."row" AND a."batchId" = i."batchId"
            AND a."undoneAt" IS NULL AND a."userId" = ${userId})
        AND i."needed" > (
          SELECT count(*) FROM "Lease" l WHERE l."batchId" = i."batchId" AND l."row" = i."row"
        ) + (
          SELECT count(DISTINCT a."userId") FROM "Annotation" a
          WHERE a."projectId" = ${projectId} AND a."row" = i."row" AND a."batchId" = i."batchId"
            AND a."undoneAt" IS NULL AND a."source" <> 'review')
      ORDER BY i."position"
      LIMIT ${count} - (SELECT count(*) FROM held)
    )
    SELECT "position", "row" FROM (
      SELECT *, 0 AS "turn" FROM held UNION ALL SELECT *, 1 AS "turn" FROM free
    ) handed ORDER BY "turn", "position"`;
  await replaceLeases(tx, { batchId, userId, seconds, rows: items.map(({ row }) => row) });
  return items;
}

async function replaceLeases(
  tx: DatabaseClient,
  { batchId, userId, rows, seconds }: Holder & { rows: readonly number[]; seconds: number },
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "Lease"
    WHERE "batchId" = ${batchId} AND "userId" = ${userId} AND "row" <> ALL(${[...rows]}::int[])`;
  await addLeases(tx, { batchId, userId, rows, seconds });
}

/** Whoever has them already has them for longer. */
export async function addLeases(
  tx: DatabaseClient,
  { batchId, userId, rows, seconds }: Holder & { rows: readonly number[]; seconds: number },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Lease" ("batchId", "row", "userId", "expiresAt")
    SELECT ${batchId}, leased."row", ${userId},
           clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${seconds})
    FROM unnest(${[...rows]}::int[]) AS leased("row")
    ON CONFLICT ("batchId", "row", "userId") DO UPDATE SET "expiresAt" = EXCLUDED."expiresAt"`;
}

/** What was answered is held no longer; what waits behind it is held on, once half of its time is over. */
export async function spendLeases(
  tx: DatabaseClient,
  { batchId, userId, rows, seconds }: Holder & { rows: readonly number[]; seconds: number },
): Promise<void> {
  await tx.$executeRaw`
    WITH spent AS (
      DELETE FROM "Lease" WHERE "batchId" = ${batchId} AND "row" = ANY(${[...rows]}::int[]) AND "userId" = ${userId}
    )
    UPDATE "Lease" SET "expiresAt" = clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${seconds})
    WHERE "batchId" = ${batchId} AND "userId" = ${userId} AND "row" <> ALL(${[...rows]}::int[])
      AND "expiresAt" > clock_timestamp() AT TIME ZONE 'UTC'
      AND "expiresAt" < clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${seconds / 2})`;
}

/** Lets leases end soon. */
export async function shortenLeases(
  db: DatabaseClient,
  { batchId, userId, seconds }: Holder & { seconds: number },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "Lease"
    SET "expiresAt" = LEAST("expiresAt", clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${seconds}))
    WHERE "batchId" = ${batchId} AND "userId" = ${userId}`;
}
