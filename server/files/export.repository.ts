import type { Modality, Split } from '@/lib/contracts/project';
import { liveAnnotations } from '../annotations/live-annotations';
import type { DatabaseClient } from '../db/client';
import { unpackRows } from '../db/packed-rows';

export interface ExportedProject {
  readonly name: string;
  readonly modality: Modality;
  readonly classes: readonly string[];
  readonly exampleCount: number;
}

export async function findExportedProject(db: DatabaseClient, projectId: string): Promise<ExportedProject> {
  return db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { name: true, modality: true, classes: true, exampleCount: true },
  });
}

/** Rows `first` … `end` − 1 of these splits. */
export async function listRowsOfSplits(
  db: DatabaseClient,
  input: { projectId: string; splits: readonly Split[]; first: number; end: number },
): Promise<Int32Array> {
  const [packed] = await db.$queryRaw<{ rows: Uint8Array | null }[]>`
    SELECT string_agg(int4send("row"), ''::bytea ORDER BY "row") AS "rows"
    FROM "Example"
    WHERE "projectId" = ${input.projectId} AND "row" >= ${input.first} AND "row" < ${input.end}
      AND "split"::text = ANY(${[...input.splits]}::text[])`;
  return unpackRows(packed?.rows);
}

/** The rows of a batch in its order and the selection that it was made of; null where there is no such batch. */
export async function findBatchRows(
  db: DatabaseClient,
  projectId: string,
  batchId: string,
): Promise<{ rows: Int32Array; selectionId: string | null } | null> {
  const batch = await db.batch.findFirst({
    where: { id: batchId, projectId },
    select: { selectionId: true },
  });
  if (!batch) return null;
  const [packed] = await db.$queryRaw<{ rows: Uint8Array | null }[]>`
    SELECT string_agg(int4send("row"), ''::bytea ORDER BY "position") AS "rows"
    FROM "BatchItem" WHERE "batchId" = ${batchId}`;
  return { rows: unpackRows(packed?.rows), selectionId: batch.selectionId };
}

export interface ExportedExample {
  readonly row: number;
  readonly key: string;
  readonly split: Split;
  readonly fileLabel: number | null;
  readonly originalBlob: string | null;
  readonly contentHash: string;
}

export async function findExamplesOfRows(
  db: DatabaseClient,
  projectId: string,
  rows: readonly number[],
): Promise<Map<number, ExportedExample>> {
  const examples = await db.$queryRaw<ExportedExample[]>`
    SELECT "row", "key", "split"::text AS "split", "fileLabel", "originalBlob", "contentHash"
    FROM "Example" WHERE "projectId" = ${projectId} AND "row" = ANY(${[...rows]}::int[])`;
  return new Map(examples.map((example) => [example.row, example]));
}

export interface ExportedAnnotation {
  readonly row: number;
  readonly label: number | null;
  readonly source: 'person' | 'file' | 'review';
  /** null where nobody measured */
  readonly seconds: number | null;
  readonly createdAt: Date;
  readonly userId: string;
  /** null for people of a labeling platform */
  readonly email: string | null;
}

/** The label that counts of each of the rows that people answered; null = skipped, or bad. */
export async function findLabelsOfRows(
  db: DatabaseClient,
  projectId: string,
  rows: readonly number[],
): Promise<Map<number, { readonly label: number | null }>> {
  const found = await db.$queryRaw<{ row: number; label: number | null }[]>`
    SELECT live."row", live."label" FROM (${liveAnnotations(projectId, rows)}) live`;
  return new Map(found.map((live) => [live.row, live]));
}

/** Answers about the rows that were not undone, oldest first. */
export async function listAnnotationsOfRows(
  db: DatabaseClient,
  projectId: string,
  rows: readonly number[],
): Promise<ExportedAnnotation[]> {
  return db.$queryRaw<ExportedAnnotation[]>`
    SELECT a."row", a."label", a."source"::text AS "source", a."seconds", a."createdAt", a."userId", u."email"
    FROM "Annotation" a
    LEFT JOIN "User" u ON u."id" = a."userId"
    WHERE a."projectId" = ${projectId} AND a."undoneAt" IS NULL AND a."row" = ANY(${[...rows]}::int[])
    ORDER BY a."createdAt", a."id"`;
}
