import type { DatabaseClient } from '../db/client';
import { unpackRows } from '../db/packed-rows';

/**
 * Holds the project until the transaction ends: examples are handed out to batches by one request at a time, so that no
 * example gets into two of them.
 */
export async function lockHandouts(tx: DatabaseClient, projectId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Project" WHERE "id" = ${projectId} FOR NO KEY UPDATE`;
}

/** Rows that somebody has labeled or skipped, or that wait in a batch which is not abandoned; unsorted, some twice. */
export async function listTakenRows(db: DatabaseClient, projectId: string): Promise<Int32Array> {
  const [packed] = await db.$queryRaw<{ taken: Uint8Array | null }[]>`
    SELECT string_agg(int4send(taken."row"), ''::bytea) AS "taken" FROM (
      SELECT a."row" FROM "Annotation" a WHERE a."projectId" = ${projectId} AND a."undoneAt" IS NULL
      UNION ALL
      SELECT i."row" FROM "BatchItem" i
      WHERE i."batchId" IN (SELECT b."id" FROM "Batch" b WHERE b."projectId" = ${projectId} AND b."abandonedAt" IS NULL)
        AND i."state" = 'open'
    ) taken`;
  return unpackRows(packed?.taken);
}
