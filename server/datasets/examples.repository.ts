import type { Split } from '@/lib/contracts/project';
import { SPLITS } from '@/lib/contracts/project';
import { liveAnnotations } from '../annotations/live-annotations';
import type { DatabaseClient } from '../db/client';
import type { AnswerKind } from '../db/generated/enums';
import { unpackRows } from '../db/packed-rows';

export async function findExampleBlobs(db: DatabaseClient, projectId: string, row: number) {
  return db.example.findFirst({
    where: { projectId, row, project: { exampleCount: { gt: row } } },
    select: { originalBlob: true, thumbnailBlob: true, excerpt: true, contentHash: true },
  });
}

/** Whether people were ever asked to label this row. */
export async function isInBatch(db: DatabaseClient, projectId: string, row: number): Promise<boolean> {
  return (
    (await db.batchItem.findFirst({ where: { row, batch: { projectId } }, select: { row: true } })) !== null
  );
}

export async function countExamples(db: DatabaseClient, projectId: string): Promise<number> {
  const project = await db.project.findUnique({ where: { id: projectId }, select: { exampleCount: true } });
  return project?.exampleCount ?? 0;
}

/** By row below `count`, the split as its place in SPLITS. What is no pool is asked for: a pool is mostly pool. */
export async function readSplits(db: DatabaseClient, projectId: string, count: number): Promise<Uint8Array> {
  const found = await db.$queryRaw<{ split: Split; rows: Uint8Array }[]>`
    SELECT "split"::text AS "split", string_agg(int4send("row"), ''::bytea) AS "rows" FROM "Example"
    WHERE "projectId" = ${projectId} AND "split" IN ('seed', 'test') AND "row" < ${count}
    GROUP BY "split"`;
  const splits = new Uint8Array(count).fill(SPLITS.indexOf('pool'));
  for (const { split, rows } of found)
    for (const row of unpackRows(rows)) splits[row] = SPLITS.indexOf(split);
  return splits;
}

/** By row below `count`, the class number that came with the file, −1 where none. */
export async function readFileLabels(
  db: DatabaseClient,
  projectId: string,
  count: number,
): Promise<Int32Array> {
  const found = await db.$queryRaw<{ label: number; rows: Uint8Array }[]>`
    SELECT "fileLabel" AS "label", string_agg(int4send("row"), ''::bytea) AS "rows" FROM "Example"
    WHERE "projectId" = ${projectId} AND "fileLabel" IS NOT NULL AND "row" < ${count}
    GROUP BY "fileLabel"`;
  const labels = new Int32Array(count).fill(-1);
  for (const { label, rows } of found) for (const row of unpackRows(rows)) labels[row] = label;
  return labels;
}

/** Rows that people answered, with the class number that counts; null = skipped, or bad. */
export async function listLiveLabels(
  db: DatabaseClient,
  projectId: string,
): Promise<{ row: number; label: number | null; kind: AnswerKind }[]> {
  return db.$queryRaw`SELECT live."row", live."label", live."kind"::text AS "kind" FROM (${liveAnnotations(projectId)}) live`;
}

/** Rows whose key or excerpt holds the text, whatever its case. */
export async function findRowsByText(
  db: DatabaseClient,
  projectId: string,
  text: string,
): Promise<Int32Array> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const [result] = await db.$queryRaw<{ packed: Uint8Array | null }[]>`
    SELECT string_agg(int4send("row"), ''::bytea ORDER BY "row") AS "packed"
    FROM "Example" WHERE "projectId" = ${projectId} AND ("key" ILIKE ${pattern} OR "excerpt" ILIKE ${pattern})`;
  return unpackRows(result?.packed);
}

/** The matrices of a finished score and of its surrogate's probabilities. */
export interface ScoreBlobs {
  readonly scores: string;
  readonly probabilities: string;
}

export async function findScoreBlobs(
  db: DatabaseClient,
  projectId: string,
  scoreSetId: string,
): Promise<ScoreBlobs | null> {
  const scoreSet = await db.scoreSet.findFirst({
    where: { id: scoreSetId, projectId },
    select: { matrixBlob: true, surrogate: { select: { probabilitiesBlob: true } } },
  });
  const scores = scoreSet?.matrixBlob;
  const probabilities = scoreSet?.surrogate.probabilitiesBlob;
  return scores && probabilities ? { scores, probabilities } : null;
}

/** What the newest surrogate that has scores says of every example; null where there is none. */
export async function findNewestProbabilities(db: DatabaseClient, projectId: string): Promise<string | null> {
  const newest = await db.surrogate.findFirst({
    where: {
      projectId,
      probabilitiesBlob: { not: null },
      scoreSets: { some: { matrixBlob: { not: null } } },
    },
    orderBy: { createdAt: 'desc' },
    select: { probabilitiesBlob: true },
  });
  return newest?.probabilitiesBlob ?? null;
}
