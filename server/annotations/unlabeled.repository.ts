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
 * Rows, ascending, that nobody has labeled or skipped and that wait in no batch. On the split `seed` a label from file
 * counts as a label; on the pool it does not, as live rounds do not see it.
 */
export async function listUnlabeledRows(
  db: DatabaseClient,
  input: { projectId: string; split: Split },
): Promise<Int32Array> {
  const { projectId, split } = input;
  const [result] = await db.$queryRaw<{ packed: Uint8Array | null }[]>`
    SELECT string_agg(int4send(e."row"), ''::bytea ORDER BY e."row") AS "packed"
    FROM "Example" e
    JOIN "Project" p ON p."id" = e."projectId" AND e."row" < p."exampleCount"
    WHERE e."projectId" = ${projectId} AND e."split" = ${split}::"Split"
      AND (e."split" <> 'seed' OR e."fileLabel" IS NULL)
      AND NOT EXISTS (
        SELECT 1 FROM "Annotation" a
        WHERE a."projectId" = e."projectId" AND a."row" = e."row" AND a."undoneAt" IS NULL
      )
      AND NOT EXISTS (
        SELECT 1 FROM "BatchItem" i JOIN "Batch" b ON b."id" = i."batchId"
        WHERE b."projectId" = e."projectId" AND i."row" = e."row" AND i."state" = 'open'
      )`;
  return unpackRows(result?.packed);
}
