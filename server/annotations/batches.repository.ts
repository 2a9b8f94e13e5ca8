import type { Arm } from '@/lib/rounds/draw-control-arm';
import type { BatchKind } from '../db/generated/enums';
import type { DatabaseClient } from '../db/client';

export interface BatchCounts {
  readonly id: string;
  readonly kind: BatchKind;
  readonly name: string;
  readonly size: number;
  readonly createdAt: Date;
  readonly labeled: number;
  readonly skipped: number;
  readonly open: number;
  readonly canFillFromFiles: boolean;
  readonly medianSeconds: number | null;
  readonly roundNumber: number | null;
}

/** Batches of a project, newest first, with their counts; only the one named where `batchId` is given. */
export async function countBatches(
  db: DatabaseClient,
  input: { projectId: string; batchId?: string; longestAnswerSeconds: number },
): Promise<BatchCounts[]> {
  const { projectId, batchId = null, longestAnswerSeconds } = input;
  return db.$queryRaw<BatchCounts[]>`
    SELECT b."id", b."kind"::text AS "kind", b."name", b."size", b."createdAt", r."number" AS "roundNumber",
           i."labeled", i."skipped", i."open", m."medianSeconds",
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
             count(*) FILTER (WHERE item."state" = 'open')::int AS "open"
      FROM "BatchItem" item
      WHERE item."batchId" = b."id"
    ) i
    CROSS JOIN LATERAL (
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a."seconds") AS "medianSeconds"
      FROM "Annotation" a
      WHERE a."batchId" = b."id" AND a."source" = 'person' AND a."undoneAt" IS NULL
        AND a."seconds" > 0 AND a."seconds" <= ${longestAnswerSeconds}
    ) m
    WHERE b."projectId" = ${projectId} AND (${batchId}::text IS NULL OR b."id" = ${batchId})
    ORDER BY b."createdAt" DESC, b."id" DESC`;
}

/** Writes a batch and its items in the order given. */
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
  },
): Promise<{ id: string }> {
  const arms = input.arms ?? Array.from(input.rows, () => 'chosen');
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
    INSERT INTO "BatchItem" ("batchId", "position", "row", "arm")
    SELECT ${batch.id}, chosen."position" - 1, chosen."row", chosen."arm"::"Arm"
    FROM unnest(${Array.from(input.rows)}::int[], ${arms}::text[])
      WITH ORDINALITY AS chosen("row", "arm", "position")`;
  return batch;
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
  readonly state: 'open' | 'labeled' | 'skipped';
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
