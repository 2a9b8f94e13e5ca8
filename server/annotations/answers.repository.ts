import type { AnswerKind, ItemState } from '@/lib/contracts/labeling';
import type { DatabaseClient } from '../db/client';

/** Holds the batch until the transaction ends, so that changes of it come one after the other; null where there is none. */
export async function lockBatch(
  tx: DatabaseClient,
  projectId: string,
  batchId: string,
): Promise<{ paused: boolean; abandoned: boolean } | null> {
  const [batch] = await tx.$queryRaw<{ paused: boolean; abandoned: boolean }[]>`
    SELECT "pausedAt" IS NOT NULL AS "paused", "abandonedAt" IS NOT NULL AS "abandoned"
    FROM "Batch" WHERE "id" = ${batchId} AND "projectId" = ${projectId} FOR NO KEY UPDATE`;
  return batch ?? null;
}

/** What decides whether somebody may answer an item. */
export interface ItemRules {
  readonly split: string;
  readonly classes: number;
  readonly state: ItemState;
  readonly needed: number;
  /** how long a lease lasts */
  readonly leaseSeconds: number;
  /** how many others have answered it */
  readonly otherAnswers: number;
  /** how many others have it on their screens */
  readonly otherLeases: number;
  readonly leased: boolean;
}

/** Null where the batch has no such item. */
export async function findItemRules(
  tx: DatabaseClient,
  input: { projectId: string; batchId: string; row: number; userId: string },
): Promise<ItemRules | null> {
  const { projectId, batchId, row, userId } = input;
  const [rules] = await tx.$queryRaw<ItemRules[]>`
    SELECT e."split"::text AS "split", cardinality(p."classes") AS "classes", i."state"::text AS "state", i."needed",
           p."leaseMinutes" * 60 AS "leaseSeconds",
           (SELECT count(DISTINCT a."userId")::int FROM "Annotation" a
            WHERE a."projectId" = p."id" AND a."row" = i."row" AND a."batchId" = i."batchId"
              AND a."undoneAt" IS NULL AND a."source" <> 'review' AND a."userId" <> ${userId}) AS "otherAnswers",
           l."others" AS "otherLeases", l."own" > 0 AS "leased"
    FROM "BatchItem" i
    JOIN "Project" p ON p."id" = ${projectId}
    JOIN "Example" e ON e."projectId" = p."id" AND e."row" = i."row"
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE lease."userId" <> ${userId})::int AS "others",
             count(*) FILTER (WHERE lease."userId" = ${userId})::int AS "own"
      FROM "Lease" lease
      WHERE lease."batchId" = i."batchId" AND lease."row" = i."row"
        AND lease."expiresAt" > clock_timestamp() AT TIME ZONE 'UTC'
    ) l
    WHERE i."batchId" = ${batchId} AND i."row" = ${row}`;
  return rules ?? null;
}

/** What somebody says of an example. */
export interface Vote {
  readonly kind: AnswerKind;
  readonly label: number | null;
  readonly unsure: boolean;
  readonly reason: string | null;
  readonly comment: string | null;
}

/** What this person says of an item now. */
export async function findVote(
  tx: DatabaseClient,
  input: { projectId: string; batchId: string; row: number; userId: string },
): Promise<Vote | null> {
  const { projectId, batchId, row, userId } = input;
  return tx.annotation.findFirst({
    where: { projectId, batchId, row, userId, undoneAt: null, source: { not: 'review' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { kind: true, label: true, unsure: true, reason: true, comment: true },
  });
}

/** When the newest answer to this batch was given, undone ones too. Not a maximum, which would read every answer. */
export async function findNewestTime(tx: DatabaseClient, batchId: string): Promise<Date | null> {
  const newest = await tx.annotation.findFirst({
    where: { batchId },
    orderBy: { createdAt: 'desc' },
    select: { createdAt: true },
  });
  return newest?.createdAt ?? null;
}

export async function appendAnnotation(
  tx: DatabaseClient,
  annotation: Vote & {
    projectId: string;
    batchId: string;
    row: number;
    userId: string;
    guessShown: boolean;
    seconds: number | null;
    createdAt: Date;
  },
): Promise<void> {
  await tx.annotation.create({ data: annotation, select: { id: true } });
}

/** Marks the newest answer of this person in this batch undone and returns its row, null where there is none. */
export async function undoNewest(
  tx: DatabaseClient,
  input: { batchId: string; userId: string; at: Date },
): Promise<number | null> {
  const newest = await tx.annotation.findFirst({
    where: { batchId: input.batchId, userId: input.userId, source: 'person', undoneAt: null },
    orderBy: { createdAt: 'desc' },
    select: { id: true, row: true },
  });
  if (!newest) return null;
  await tx.annotation.update({
    where: { id: newest.id },
    data: { undoneAt: input.at },
    select: { id: true },
  });
  return newest.row;
}

/** Open items, how many of them have a label from file, and how many only measure. */
export async function countOpen(
  tx: DatabaseClient,
  projectId: string,
  batchId: string,
): Promise<{ open: number; withFileLabel: number; ofTest: number }> {
  const [counts] = await tx.$queryRaw<{ open: number; withFileLabel: number; ofTest: number }[]>`
    SELECT count(*)::int AS "open", count(e."fileLabel")::int AS "withFileLabel",
           count(*) FILTER (WHERE e."split" = 'test')::int AS "ofTest"
    FROM "BatchItem" i JOIN "Example" e ON e."projectId" = ${projectId} AND e."row" = i."row"
    WHERE i."batchId" = ${batchId} AND i."state" = 'open'`;
  return counts ?? { open: 0, withFileLabel: 0, ofTest: 0 };
}

/** Answers every open item with the label that came with its file. Returns how many. */
export async function answerOpenFromFiles(
  tx: DatabaseClient,
  input: { projectId: string; batchId: string; userId: string; at: Date },
): Promise<number> {
  const { projectId, batchId, userId, at } = input;
  await tx.$executeRaw`
    INSERT INTO "Annotation" ("id", "projectId", "row", "batchId", "userId", "label", "source", "createdAt")
    SELECT gen_random_uuid()::text, ${projectId}, i."row", i."batchId", ${userId}, e."fileLabel", 'file', ${at}
    FROM "BatchItem" i JOIN "Example" e ON e."projectId" = ${projectId} AND e."row" = i."row"
    WHERE i."batchId" = ${batchId} AND i."state" = 'open'`;
  await tx.lease.deleteMany({ where: { batchId } });
  const { count } = await tx.batchItem.updateMany({
    where: { batchId, state: 'open' },
    data: { state: 'labeled' },
  });
  return count;
}
