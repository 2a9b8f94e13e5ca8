import { createRandom } from '@/lib/numeric/random';
import type { Arm } from '@/lib/rounds/draw-control-arm';
import type { BatchKind, ItemState } from '../db/generated/enums';
import type { DatabaseClient } from '../db/client';
import { Prisma } from '../db/generated/client';
import { medianWithoutBreaks } from './break-seconds.repository';

export interface BatchCounts {
  readonly id: string;
  readonly kind: BatchKind;
  readonly name: string;
  readonly size: number;
  readonly createdAt: Date;
  readonly labeled: number;
  readonly skipped: number;
  readonly bad: number;
  readonly open: number;
  readonly answersLeft: number;
  readonly pausedAt: Date | null;
  readonly abandonedAt: Date | null;
  readonly canFillFromFiles: boolean;
  readonly medianSeconds: number | null;
  readonly roundNumber: number | null;
}

/** Batches of a project, newest first, with their counts; only the one named where `batchId` is given. */
export async function countBatches(
  db: DatabaseClient,
  input: { projectId: string; batchId?: string },
): Promise<BatchCounts[]> {
  const { projectId, batchId = null } = input;
  const answerTimes = Prisma.sql`
    SELECT a."seconds" FROM "Annotation" a
    WHERE a."batchId" = b."id" AND a."source" = 'person' AND a."undoneAt" IS NULL AND a."seconds" > 0`;
  return db.$queryRaw<BatchCounts[]>`
    SELECT b."id", b."kind"::text AS "kind", b."name", b."size", b."pausedAt", b."abandonedAt",
           b."createdAt", r."number" AS "roundNumber",
           i."labeled", i."skipped", i."bad", i."open", m."medianSeconds", i."wanted" - v."given" AS "answersLeft",
           i."open" > 0 AND NOT EXISTS (
             SELECT 1 FROM "BatchItem" item
             JOIN "Example" e ON e."projectId" = b."projectId" AND e."row" = item."row"
             WHERE item."batchId" = b."id" AND item."state" = 'open' AND e."fileLabel" IS NULL
           ) AS "canFillFromFiles"
    FROM "Batch" b
    LEFT JOIN "Round" r ON r."batchId" = b."id"
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE item."state" = 'labeled')::int AS "labeled",
             count(*) FILTER (WHERE item."state" = 'skipped')::int AS "skipped",
             count(*) FILTER (WHERE item."state" = 'bad')::int AS "bad",
             count(*) FILTER (WHERE item."state" = 'open')::int AS "open",
             COALESCE(sum(item."needed") FILTER (WHERE item."state" = 'open'), 0)::int AS "wanted"
      FROM "BatchItem" item
      WHERE item."batchId" = b."id"
    ) i
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT (a."row", a."userId"))::int AS "given"
      FROM "BatchItem" item JOIN "Annotation" a ON a."projectId" = b."projectId" AND a."row" = item."row"
        AND a."batchId" = b."id" AND a."undoneAt" IS NULL AND a."source" <> 'review'
      WHERE item."batchId" = b."id" AND item."state" = 'open' AND item."needed" > 1
    ) v
    CROSS JOIN LATERAL (${medianWithoutBreaks(answerTimes)}) m
    WHERE b."projectId" = ${projectId} AND (${batchId}::text IS NULL OR b."id" = ${batchId})
    ORDER BY b."createdAt" DESC, b."id" DESC`;
}

/**
 * Writes a batch and its items in the order given. The project's settings say what share of them, drawn by `seed`, several
 * people answer.
 */
export async function createBatch(
  tx: DatabaseClient,
  input: {
    projectId: string;
    kind: BatchKind;
    name: string;
    selectionId?: string;
    rows: ArrayLike<number>;
    /** why each is in it; without it the scheme chose them all */
    arms?: readonly Arm[];
    seed: number;
  },
): Promise<{ id: string }> {
  const arms = input.arms ?? Array.from(input.rows, () => 'chosen');
  const needed = await drawNeeded(tx, input);
  const batch = await tx.batch.create({
    data: {
      projectId: input.projectId,
      kind: input.kind,
      name: input.name,
      selectionId: input.selectionId ?? null,
      size: input.rows.length,
    },
    select: { id: true },
  });
  await tx.$executeRaw`
    INSERT INTO "BatchItem" ("batchId", "position", "row", "needed", "arm")
    SELECT ${batch.id}, chosen."position" - 1, chosen."row", chosen."needed", chosen."arm"::"Arm"
    FROM unnest(${Array.from(input.rows)}::int[], ${needed}::int[], ${arms}::text[])
      WITH ORDINALITY AS chosen("row", "needed", "arm", "position")`;
  return batch;
}

/** How many people answer each item. */
async function drawNeeded(
  tx: DatabaseClient,
  { projectId, rows, seed }: { projectId: string; rows: ArrayLike<number>; seed: number },
): Promise<number[]> {
  const { votesPerExample, overlapShare } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { votesPerExample: true, overlapShare: true },
  });
  const needed = new Array<number>(rows.length).fill(1);
  const shared = Math.round(overlapShare * rows.length);
  for (const index of createRandom(seed, 'overlap').sample(rows.length, shared))
    needed[index] = votesPerExample;
  return needed;
}

/** Those of the batches that have an open example. */
export async function findOpenBatches(db: DatabaseClient, batchIds: readonly string[]): Promise<string[]> {
  const open = await db.$queryRaw<{ id: string }[]>`
    SELECT b."id" FROM "Batch" b
    WHERE b."id" = ANY(${[...batchIds]}) AND EXISTS (
      SELECT 1 FROM "BatchItem" i WHERE i."batchId" = b."id" AND i."state" = 'open')`;
  return open.map(({ id }) => id);
}

export async function countOfKind(db: DatabaseClient, projectId: string, kind: BatchKind): Promise<number> {
  return db.batch.count({ where: { projectId, kind } });
}

export interface BatchItemRow {
  readonly position: number;
  readonly row: number;
  readonly state: ItemState;
}

/** Open items first, those from position `from` on before those ahead of it; then the answered ones. */
export async function listItems(
  db: DatabaseClient,
  input: { batchId: string; from: number; limit: number },
): Promise<BatchItemRow[]> {
  return db.$queryRaw<BatchItemRow[]>`
    SELECT "position", "row", "state"::text AS "state" FROM "BatchItem"
    WHERE "batchId" = ${input.batchId}
    ORDER BY "state" <> 'open', "position" < ${input.from}, "position"
    LIMIT ${input.limit}`;
}

export async function findPositions(
  db: DatabaseClient,
  batchId: string,
  rows: readonly number[],
): Promise<Map<number, number>> {
  const items = await db.batchItem.findMany({
    where: { batchId, row: { in: [...rows] } },
    select: { row: true, position: true },
  });
  return new Map(items.map(({ row, position }) => [row, position]));
}

/** Rows of open items in the batch's order. */
export async function listOpenRows(
  db: DatabaseClient,
  projectId: string,
  batchId: string,
): Promise<number[]> {
  const items = await db.batchItem.findMany({
    where: { batchId, state: 'open', batch: { projectId } },
    orderBy: { position: 'asc' },
    select: { row: true },
  });
  return items.map(({ row }) => row);
}
