import type { ItemState } from '../db/generated/enums';
import type { DatabaseClient } from '../db/client';

/** Holds the batch until the transaction ends, so that answers to it come one after the other. */
export async function lockBatch(tx: DatabaseClient, projectId: string, batchId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Batch" WHERE "id" = ${batchId} AND "projectId" = ${projectId} FOR NO KEY UPDATE`;
  return rows.length === 1;
}

/** What an answer must fit: the item's split and how many classes there are; null where the batch has no such item. */
export async function findItemRules(
  tx: DatabaseClient,
  input: { projectId: string; batchId: string; row: number },
): Promise<{ split: string; classes: number } | null> {
  const rows = await tx.$queryRaw<{ split: string; classes: number }[]>`
    SELECT e."split"::text AS "split", cardinality(p."classes") AS "classes"
    FROM "BatchItem" i
    JOIN "Project" p ON p."id" = ${input.projectId}
    JOIN "Example" e ON e."projectId" = p."id" AND e."row" = i."row"
    WHERE i."batchId" = ${input.batchId} AND i."row" = ${input.row}`;
  return rows[0] ?? null;
}

export async function findLiveAnnotation(
  tx: DatabaseClient,
  batchId: string,
  row: number,
): Promise<{ userId: string; label: number | null } | null> {
  return tx.annotation.findFirst({
    where: { batchId, row, undoneAt: null },
    orderBy: { createdAt: 'desc' },
    select: { userId: true, label: true },
  });
}

/** When the newest answer to this batch was given, undone ones too. */
export async function findNewestTime(tx: DatabaseClient, batchId: string): Promise<Date | null> {
  const { _max } = await tx.annotation.aggregate({ where: { batchId }, _max: { createdAt: true } });
  return _max.createdAt;
}

export async function appendAnnotation(
  tx: DatabaseClient,
  annotation: {
    projectId: string;
    batchId: string;
    row: number;
    userId: string;
    label: number | null;
    seconds: number | null;
    createdAt: Date;
  },
): Promise<void> {
  const kind = annotation.label === null ? 'skip' : 'label';
  await tx.annotation.create({ data: { ...annotation, kind } });
}

export async function setItemState(
  tx: DatabaseClient,
  batchId: string,
  row: number,
  state: ItemState,
): Promise<void> {
  await tx.batchItem.update({ where: { batchId_row: { batchId, row } }, data: { state } });
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
  await tx.annotation.update({ where: { id: newest.id }, data: { undoneAt: input.at } });
  return newest.row;
}

/** Open items, and how many of them have a label from file. */
export async function countOpen(
  tx: DatabaseClient,
  projectId: string,
  batchId: string,
): Promise<{ open: number; withFileLabel: number }> {
  const [counts] = await tx.$queryRaw<{ open: number; withFileLabel: number }[]>`
    SELECT count(*)::int AS "open", count(e."fileLabel")::int AS "withFileLabel"
    FROM "BatchItem" i JOIN "Example" e ON e."projectId" = ${projectId} AND e."row" = i."row"
    WHERE i."batchId" = ${batchId} AND i."state" = 'open'`;
  return counts ?? { open: 0, withFileLabel: 0 };
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
  const { count } = await tx.batchItem.updateMany({
    where: { batchId, state: 'open' },
    data: { state: 'labeled' },
  });
  return count;
}
