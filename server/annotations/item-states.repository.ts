import type { ItemState } from '@/lib/contracts/labeling';
import type { DatabaseClient } from '../db/client';

/**
 * Sets the states of items to what their answers say, and returns them. A reviewer's decision and a label from file settle
 * an item; else as many people must have answered as it needs, and then one label among skips makes it labeled.
 */
export async function refreshItemStates(
  tx: DatabaseClient,
  projectId: string,
  items: readonly { batchId: string; row: number }[],
): Promise<{ batchId: string; row: number; state: ItemState }[]> {
  return tx.$queryRaw`
    UPDATE "BatchItem" i
    SET "state" = (CASE
      WHEN review."kind" IS NOT NULL THEN CASE review."kind" WHEN 'label' THEN 'labeled' WHEN 'bad' THEN 'bad' ELSE 'skipped' END
      WHEN votes."people" < i."needed" AND NOT votes."fromFile" THEN 'open'
      WHEN votes."labeled" THEN 'labeled'
      WHEN votes."newest" = 'bad' THEN 'bad'
      ELSE 'skipped' END)::"ItemState"
    FROM (SELECT DISTINCT "batchId", "row"
          FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS named("batchId" text, "row" int)) touched
    LEFT JOIN LATERAL (
      SELECT a."kind" FROM "Annotation" a
      WHERE a."projectId" = ${projectId} AND a."row" = touched."row" AND a."undoneAt" IS NULL AND a."source" = 'review'
      ORDER BY a."createdAt" DESC, a."id" DESC LIMIT 1
    ) review ON true
    CROSS JOIN LATERAL (
      SELECT count(*) AS "people", COALESCE(bool_or(v."kind" = 'label'), false) AS "labeled",
             COALESCE(bool_or(v."source" = 'file'), false) AS "fromFile",
             (array_agg(v."kind" ORDER BY v."createdAt" DESC, v."id" DESC))[1] AS "newest"
      FROM (
        SELECT DISTINCT ON (a."userId") a."kind", a."source", a."createdAt", a."id"
        FROM "Annotation" a
        WHERE a."projectId" = ${projectId} AND a."row" = touched."row" AND a."batchId" = touched."batchId"
          AND a."undoneAt" IS NULL AND a."source" <> 'review'
        ORDER BY a."userId", a."createdAt" DESC, a."id" DESC
      ) v
    ) votes
    WHERE i."batchId" = touched."batchId" AND i."row" = touched."row"
    RETURNING i."batchId", i."row", i."state"::text AS "state"`;
}
