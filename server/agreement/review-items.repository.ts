import type { ReviewReason } from '@/lib/contracts/review';
import type { DatabaseClient } from '../db/client';

export interface Suspicion {
  readonly row: number;
  /** 0 … 1 */
  readonly suspicion: number;
  readonly suggested: number | null;
}

/**
 * Makes the open items of one reason those given. What was decided stays decided, also where new votes came since;
 * examples of the split test are left out.
 */
export async function replaceOpenItems(
  tx: DatabaseClient,
  projectId: string,
  reason: ReviewReason,
  suspicions: readonly Suspicion[],
): Promise<void> {
  const rows = new Set(suspicions.map(({ row }) => row));
  const open = await tx.reviewItem.findMany({
    where: { projectId, reason, resolvedAt: null },
    select: { id: true, row: true },
  });
  const gone = open.filter(({ row }) => !rows.has(row)).map(({ id }) => id);
  await tx.$executeRaw`DELETE FROM "ReviewItem" WHERE "id" = ANY(${gone}::text[])`;
  await tx.$executeRaw`
    INSERT INTO "ReviewItem" ("id", "projectId", "row", "reason", "suspicion", "suggested")
    SELECT gen_random_uuid()::text, ${projectId}, s."row", ${reason}, s."suspicion", s."suggested"
    FROM unnest(${suspicions.map(({ row }) => row)}::int[], ${suspicions.map(({ suspicion }) => suspicion)}::float8[],
                ${suspicions.map(({ suggested }) => suggested)}::int[]) AS s("row", "suspicion", "suggested")
    WHERE EXISTS (
        SELECT 1 FROM "Example" e
        WHERE e."projectId" = ${projectId} AND e."row" = s."row" AND e."split" <> 'test')
      AND NOT EXISTS (
        SELECT 1 FROM "Annotation" a
        WHERE a."projectId" = ${projectId} AND a."row" = s."row" AND a."undoneAt" IS NULL AND a."source" = 'review')
    ON CONFLICT ("projectId", "row", "reason") DO UPDATE
    SET "suspicion" = EXCLUDED."suspicion", "suggested" = EXCLUDED."suggested"
    WHERE "ReviewItem"."resolvedAt" IS NULL`;
}

export interface QueuedRow {
  readonly row: number;
  readonly suspicion: number;
  readonly reasons: {
    readonly reason: ReviewReason;
    readonly suspicion: number;
    readonly suggested: number | null;
  }[];
}

/** Rows with an open item, the most suspicious first, then by row. */
export async function listQueue(
  db: DatabaseClient,
  input: { projectId: string; reason: ReviewReason | null; offset: number; limit: number },
): Promise<QueuedRow[]> {
  const { projectId, reason, offset, limit } = input;
  return db.$queryRaw<QueuedRow[]>`
    SELECT "row", max("suspicion") AS "suspicion",
           jsonb_agg(jsonb_build_object('reason', "reason", 'suspicion', "suspicion", 'suggested', "suggested")
                     ORDER BY "reason") AS "reasons"
    FROM "ReviewItem"
    WHERE "projectId" = ${projectId} AND "resolvedAt" IS NULL AND (${reason}::text IS NULL OR "reason" = ${reason})
    GROUP BY "row"
    ORDER BY "suspicion" DESC, "row"
    OFFSET ${offset} LIMIT ${limit}`;
}

/** Items of one row, decided ones too. */
export async function findItemsOfRow(db: DatabaseClient, projectId: string, row: number) {
  return db.reviewItem.findMany({ where: { projectId, row }, orderBy: { reason: 'asc' } });
}

export interface QueueCounts {
  /** rows with an open item, of whatever reason */
  readonly open: number;
  readonly disagreements: number;
  readonly labelErrors: number;
  /** rows that a reviewer decided */
  readonly decided: number;
}

export async function countQueue(db: DatabaseClient, projectId: string): Promise<QueueCounts> {
  const [counts] = await db.$queryRaw<QueueCounts[]>`
    SELECT count(DISTINCT "row") FILTER (WHERE "resolvedAt" IS NULL)::int AS "open",
           count(*) FILTER (WHERE "resolvedAt" IS NULL AND "reason" = 'disagreement')::int AS "disagreements",
           count(*) FILTER (WHERE "resolvedAt" IS NULL AND "reason" = 'label-error')::int AS "labelErrors",
           count(DISTINCT "row") FILTER (WHERE "resolvedAt" IS NOT NULL)::int AS "decided"
    FROM "ReviewItem" WHERE "projectId" = ${projectId}`;
  return counts as QueueCounts;
}

/** Returns how many items that closed. */
export async function resolveItems(
  tx: DatabaseClient,
  input: { projectId: string; row: number; userId: string; at: Date },
): Promise<number> {
  const { projectId, row, userId, at } = input;
  const { count } = await tx.reviewItem.updateMany({
    where: { projectId, row, resolvedAt: null },
    data: { resolvedAt: at, resolvedById: userId },
  });
  return count;
}

export async function reopenItems(tx: DatabaseClient, projectId: string, row: number): Promise<void> {
  await tx.reviewItem.updateMany({
    where: { projectId, row, resolvedAt: { not: null } },
    data: { resolvedAt: null, resolvedById: null },
  });
}
