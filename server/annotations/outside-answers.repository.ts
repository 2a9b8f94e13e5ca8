import type { DatabaseClient } from '../db/client';
import type { Prisma } from '../db/generated/client';

/** An answer that was given outside of Winnow and counts here. */
export interface OutsideAnswer {
  readonly id: string;
  readonly row: number;
  readonly batchId: string;
  readonly externalId: string;
  readonly label: number | null;
}

/** Answers to these rows whose external id begins with `prefix` and that were not undone. */
export async function listOutsideAnswers(
  tx: DatabaseClient,
  input: { projectId: string; rows: readonly number[]; prefix: string },
): Promise<OutsideAnswer[]> {
  const { projectId, rows, prefix } = input;
  const found = await tx.annotation.findMany({
    where: { projectId, row: { in: [...rows] }, undoneAt: null, externalId: { startsWith: prefix } },
    select: { id: true, row: true, batchId: true, externalId: true, label: true },
  });
  return found.map((answer) => ({ ...answer, externalId: answer.externalId ?? '' }));
}

/** The newest batch that holds each row; rows that no batch holds are left out. */
export async function findBatchesOfRows(
  tx: DatabaseClient,
  projectId: string,
  rows: readonly number[],
): Promise<Map<number, string>> {
  const found = await tx.$queryRaw<{ row: number; batchId: string }[]>`
    SELECT DISTINCT ON (i."row") i."row", i."batchId"
    FROM "BatchItem" i JOIN "Batch" b ON b."id" = i."batchId"
    WHERE b."projectId" = ${projectId} AND i."row" = ANY(${[...rows]}::int[])
    ORDER BY i."row", b."createdAt" DESC, b."id" DESC`;
  return new Map(found.map(({ row, batchId }) => [row, batchId]));
}

/** Puts rows at the end of a batch. */
export async function appendBatchItems(
  tx: DatabaseClient,
  batchId: string,
  rows: readonly number[],
): Promise<void> {
  const { size } = await tx.batch.findUniqueOrThrow({ where: { id: batchId }, select: { size: true } });
  await tx.batchItem.createMany({
    data: rows.map((row, index) => ({ batchId, row, position: size + index })),
  });
  await tx.batch.update({ where: { id: batchId }, data: { size: size + rows.length } });
}

export async function changeAnswers(
  tx: DatabaseClient,
  change: { undo: readonly string[]; add: readonly Prisma.AnnotationCreateManyInput[]; at: Date },
): Promise<void> {
  await tx.annotation.updateMany({
    where: { id: { in: [...change.undo] } },
    data: { undoneAt: change.at },
  });
  await tx.annotation.createMany({ data: [...change.add] });
}
