import type { Split } from '@/lib/contracts/project';
import type { DatabaseClient } from '../db/client';
import { unpackRows } from '../db/packed-rows';

/**
 * Holds the project until the transaction ends: examples are handed out to batches by one request at a time, so that no
 * example gets into two of them.
 */
export async function lockHandouts(tx: DatabaseClient, projectId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Project" WHERE "id" = ${projectId} FOR NO KEY UPDATE`;
}

/**
 * Rows, ascending, that nobody has labeled or skipped and that wait in no batch but an abandoned one. On the split `seed` a label from file
 * counts as a label; on the pool it does not, as live rounds do not see it.
 *
 * Three plain scans, subtracted here: an anti-join in SQL takes minutes whenever the planner's statistics are older than
 * a large batch.
 */
export async function listUnlabeledRows(
  db: DatabaseClient,
  input: { projectId: string; split: Split },
): Promise<Int32Array> {
  const { projectId, split } = input;
  const [packed] = await db.$queryRaw<Record<'examples' | 'annotated' | 'waiting', Uint8Array | null>[]>`
    SELECT
      (SELECT string_agg(int4send(e."row"), ''::bytea ORDER BY e."row")
       FROM "Example" e
       JOIN "Project" p ON p."id" = e."projectId" AND e."row" < p."exampleCount"
       WHERE e."projectId" = ${projectId} AND e."split" = ${split}::"Split"
         AND (e."split" <> 'seed' OR e."fileLabel" IS NULL)) AS "examples",
      (SELECT string_agg(int4send(a."row"), ''::bytea)
       FROM "Annotation" a WHERE a."projectId" = ${projectId} AND a."undoneAt" IS NULL) AS "annotated",
      (SELECT string_agg(int4send(i."row"), ''::bytea)
       FROM "BatchItem" i
       WHERE i."batchId" IN (SELECT b."id" FROM "Batch" b WHERE b."projectId" = ${projectId} AND b."abandonedAt" IS NULL)
         AND i."state" = 'open') AS "waiting"`;
  const taken = new Set(unpackRows(packed?.annotated));
  for (const row of unpackRows(packed?.waiting)) taken.add(row);
  return unpackRows(packed?.examples).filter((row) => !taken.has(row));
}
