import type { Split } from '@/lib/contracts/project';
import type { DatabaseClient } from '../db/client';
import type { Ingest, Prisma } from '../db/generated/client';
import type { Rejection } from './ingest/candidate';

export interface NewExample {
  readonly row: number;
  readonly key: string;
  readonly split: Split;
  readonly fileLabel: number | null;
  readonly contentHash: string;
  readonly originalBlob: string | null;
  readonly thumbnailBlob: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly excerpt: string | null;
  readonly characters: number | null;
  readonly encoding: string | null;
}

/** The project's state as an ingest needs it, held until the transaction ends. */
export async function lockProject(tx: DatabaseClient, projectId: string) {
  // Not FOR UPDATE, for which every answer of an annotator would have to wait.
  await tx.$queryRaw`SELECT "id" FROM "Project" WHERE "id" = ${projectId} FOR NO KEY UPDATE`;
  return tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { modality: true, classes: true, exampleCount: true },
  });
}

export async function findIngest(db: DatabaseClient, ingestId: string): Promise<Ingest | null> {
  return db.ingest.findUnique({ where: { id: ingestId } });
}

export async function findActiveIngest(db: DatabaseClient, projectId: string): Promise<Ingest | null> {
  return db.ingest.findFirst({ where: { projectId, state: { in: ['queued', 'running'] } } });
}

export async function createIngest(
  tx: DatabaseClient,
  data: Prisma.IngestUncheckedCreateInput,
): Promise<string> {
  return (await tx.ingest.create({ data, select: { id: true } })).id;
}

export async function updateIngest(
  db: DatabaseClient,
  ingestId: string,
  data: Prisma.IngestUncheckedUpdateInput,
): Promise<void> {
  await db.ingest.update({ where: { id: ingestId }, data });
}

/** One statement however many there are: an INSERT of many rows would need a parameter a value. */
export async function insertExamples(
  tx: DatabaseClient,
  ingest: { projectId: string; id: string },
  examples: readonly NewExample[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Example" ("projectId", "ingestId", "row", "key", "split", "fileLabel", "contentHash",
                           "originalBlob", "thumbnailBlob", "width", "height", "excerpt", "characters", "encoding")
    SELECT ${ingest.projectId}, ${ingest.id}, n."row", n."key", n."split"::"Split", n."fileLabel", n."contentHash",
           n."originalBlob", n."thumbnailBlob", n."width", n."height", n."excerpt", n."characters", n."encoding"
    FROM jsonb_to_recordset(${JSON.stringify(examples)}::jsonb) AS n(
      "row" int, "key" text, "split" text, "fileLabel" int, "contentHash" text, "originalBlob" text,
      "thumbnailBlob" text, "width" int, "height" int, "excerpt" text, "characters" int, "encoding" text)`;
}

export async function insertRejects(
  tx: DatabaseClient,
  ingestId: string,
  rejections: readonly Rejection[],
): Promise<void> {
  await tx.ingestReject.createMany({ data: rejections.map((rejection) => ({ ingestId, ...rejection })) });
}

/** Which of these contents and keys the project has, rows of a running ingest included; by content hash and by key. */
export async function findTaken(
  db: DatabaseClient,
  projectId: string,
  wanted: { contentHashes: readonly string[]; keys: readonly string[] },
) {
  const [sameContent, sameKey] = await Promise.all([
    db.example.findMany({
      where: { projectId, contentHash: { in: [...wanted.contentHashes] } },
      select: { contentHash: true, key: true },
    }),
    db.example.findMany({ where: { projectId, key: { in: [...wanted.keys] } }, select: { key: true } }),
  ]);
  return {
    keyByContent: new Map(sameContent.map(({ contentHash, key }) => [contentHash, key])),
    keys: new Set(sameKey.map(({ key }) => key)),
  };
}

/** Gives provisional class numbers from `first` on their final ones. */
export async function renumberLabels(
  tx: DatabaseClient,
  ingestId: string,
  first: number,
  finalNumbers: readonly number[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Example" SET "fileLabel" = (${finalNumbers}::int[])["fileLabel" - ${first}::int + 1]
    WHERE "ingestId" = ${ingestId} AND "fileLabel" >= ${first}`;
}

/**
 * Draws seed and test at random out of each label's examples, those without label together; the rest stays pool. The order
 * of the draw is that of sha256 (seed, key), so that it does not depend on the order of the files. Of n examples of a label,
 * share × n are taken, rounded up or down at random so that small classes get their part on average.
 */
export async function drawSplits(
  tx: DatabaseClient,
  ingestId: string,
  rule: { seedShare: number; testShare: number; seed: number },
): Promise<void> {
  const [seed, seedShare, testShare] = [rule.seed, rule.seedShare, rule.testShare].map(String);
  await tx.$executeRaw`
    WITH drawn AS (
      SELECT "row",
             row_number() OVER (
               PARTITION BY "fileLabel" ORDER BY sha256(convert_to(${seed} || ':' || "key", 'UTF8')), "row"
             ) AS "position",
             count(*) OVER (PARTITION BY "fileLabel") AS "size",
             ('x' || left(encode(sha256(convert_to(${seed} || ' rounds ' || COALESCE("fileLabel"::text, '-'), 'UTF8')),
                                 'hex'), 8))::bit(32)::bigint / 4294967296.0 AS "rounding"
      FROM "Example" WHERE "ingestId" = ${ingestId}
    ), assigned AS (
      SELECT "row", CASE
        WHEN "position" <= floor("size" * ${seedShare}::numeric + "rounding") THEN 'seed'
        WHEN "position" <= floor("size" * (${seedShare}::numeric + ${testShare}::numeric) + "rounding") THEN 'test'
        ELSE 'pool' END AS "split"
      FROM drawn
    )
    UPDATE "Example" e SET "split" = a."split"::"Split"
    FROM assigned a
    WHERE e."ingestId" = ${ingestId} AND e."row" = a."row" AND a."split" <> 'pool'`;
}

/** Rows that no completed ingest stands for, whosever they were. Only for the one ingest that runs. */
export async function deleteUnfinishedRows(tx: DatabaseClient, projectId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "Example" e USING "Project" p
    WHERE p."id" = ${projectId} AND e."projectId" = p."id" AND e."row" >= p."exampleCount"`;
}

/** The rows of one ingest; another one may have begun since. */
export async function deleteRowsOf(tx: DatabaseClient, ingestId: string): Promise<void> {
  await tx.example.deleteMany({ where: { ingestId } });
}

export async function appendProjectRows(
  tx: DatabaseClient,
  projectId: string,
  input: { rows: number; newClasses: readonly string[] },
): Promise<void> {
  await tx.project.update({
    where: { id: projectId },
    data: { exampleCount: { increment: input.rows }, classes: { push: [...input.newClasses] } },
  });
}

export async function listIngestRows(db: DatabaseClient, projectId: string): Promise<Ingest[]> {
  return db.ingest.findMany({ where: { projectId }, orderBy: { createdAt: 'desc' } });
}

export async function listRejectRows(
  db: DatabaseClient,
  ingestId: string,
  page: { kind?: 'rejected' | 'duplicate'; offset: number; limit: number },
): Promise<{ total: number; items: Rejection[] }> {
  const code = { rejected: { not: 'duplicate' }, duplicate: 'duplicate' };
  const where = { ingestId, ...(page.kind && { code: code[page.kind] }) };
  const [total, items] = await Promise.all([
    db.ingestReject.count({ where }),
    db.ingestReject.findMany({
      where,
      orderBy: { id: 'asc' },
      skip: page.offset,
      take: page.limit,
      select: { name: true, code: true, reason: true },
    }),
  ]);
  return { total, items };
}

/** The first reject, to say in words why nothing could be used. */
export async function findFirstReject(db: DatabaseClient, ingestId: string): Promise<Rejection | null> {
  return db.ingestReject.findFirst({
    where: { ingestId, code: { not: 'duplicate' } },
    orderBy: { id: 'asc' },
    select: { name: true, code: true, reason: true },
  });
}
