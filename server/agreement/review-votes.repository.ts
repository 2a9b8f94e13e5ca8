import type { ReviewVote } from '@/lib/contracts/review';
import type { DatabaseClient } from '../db/client';

/** Newest answer of each person to each of the rows, and every decision of a review; newest first. */
export async function listReviewVotes(
  db: DatabaseClient,
  projectId: string,
  rows: readonly number[],
): Promise<Map<number, ReviewVote[]>> {
  const votes = await db.$queryRaw<(ReviewVote & { row: number })[]>`
    SELECT vote."row", vote."userId" AS "annotatorId", COALESCE(u."name", vote."userId") AS "annotator",
           vote."kind"::text AS "kind", vote."label", vote."unsure", vote."reason", vote."comment", vote."seconds",
           vote."source"::text AS "source", vote."createdAt"
    FROM (
      SELECT DISTINCT ON (a."row", a."userId", CASE WHEN a."source" = 'review' THEN a."id" END) a.*
      FROM "Annotation" a
      WHERE a."projectId" = ${projectId} AND a."undoneAt" IS NULL AND a."row" = ANY(${[...rows]}::int[])
      ORDER BY a."row", a."userId", CASE WHEN a."source" = 'review' THEN a."id" END, a."createdAt" DESC, a."id" DESC
    ) vote
    LEFT JOIN "User" u ON u."id" = vote."userId"
    ORDER BY vote."createdAt" DESC, vote."id" DESC`;
  const found = new Map<number, ReviewVote[]>(rows.map((row) => [row, []]));
  for (const { row, ...vote } of votes) found.get(row)?.push(vote);
  return found;
}

/** Dawid–Skene's labels of the rows that have one. */
export async function findWeighed(
  db: DatabaseClient,
  projectId: string,
  rows: readonly number[],
): Promise<Map<number, { label: number; probability: number }>> {
  const found = await db.consensusLabel.findMany({ where: { projectId, row: { in: [...rows] } } });
  return new Map(found.map(({ row, label, probability }) => [row, { label, probability }]));
}

/** Split of an example and the batch of its newest answer; null where there is no such example. */
export async function findReviewed(
  tx: DatabaseClient,
  projectId: string,
  row: number,
): Promise<{ split: string; batchId: string | null; classes: number } | null> {
  const [found] = await tx.$queryRaw<{ split: string; batchId: string | null; classes: number }[]>`
    SELECT e."split"::text AS "split", cardinality(p."classes") AS "classes",
           (SELECT a."batchId" FROM "Annotation" a
            WHERE a."projectId" = e."projectId" AND a."row" = e."row" AND a."undoneAt" IS NULL
            ORDER BY a."createdAt" DESC, a."id" DESC LIMIT 1) AS "batchId"
    FROM "Example" e JOIN "Project" p ON p."id" = e."projectId" AND e."row" < p."exampleCount"
    WHERE e."projectId" = ${projectId} AND e."row" = ${row}
    FOR NO KEY UPDATE OF e`;
  return found ?? null;
}

/** Later than every answer to the example before it. */
export async function nextTimeOfRow(tx: DatabaseClient, projectId: string, row: number): Promise<Date> {
  const { _max } = await tx.annotation.aggregate({ where: { projectId, row }, _max: { createdAt: true } });
  return new Date(Math.max(Date.now(), (_max.createdAt?.getTime() ?? 0) + 1));
}

/** This person's newest decision that was not undone. */
export async function findNewestDecision(
  tx: DatabaseClient,
  projectId: string,
  userId: string,
): Promise<{ id: string; row: number } | null> {
  return tx.annotation.findFirst({
    where: { projectId, userId, source: 'review', undoneAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, row: true },
  });
}

/** Batches that hold the example. */
export async function listItemsOfRow(
  tx: DatabaseClient,
  projectId: string,
  row: number,
): Promise<{ batchId: string; row: number }[]> {
  return tx.batchItem.findMany({
    where: { row, batch: { projectId } },
    select: { batchId: true, row: true },
  });
}
