import type { DatabaseClient } from '../db/client';
import type { FeatureSet, Prisma } from '../db/generated/client';

/** The project, held until the transaction ends, so that the same request made twice at once makes one set. */
export async function lockProject(tx: DatabaseClient, projectId: string) {
  await tx.$queryRaw`SELECT "id" FROM "Project" WHERE "id" = ${projectId} FOR NO KEY UPDATE`;
  return tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { modality: true, exampleCount: true },
  });
}

export async function findFeatureSet(db: DatabaseClient, featureSetId: string): Promise<FeatureSet | null> {
  return db.featureSet.findUnique({ where: { id: featureSetId } });
}

export async function findFeatureSetByKey(
  db: DatabaseClient,
  projectId: string,
  key: string,
): Promise<FeatureSet | null> {
  return db.featureSet.findUnique({ where: { projectId_key: { projectId, key } } });
}

export async function createFeatureSet(
  tx: DatabaseClient,
  data: Prisma.FeatureSetUncheckedCreateInput,
): Promise<FeatureSet> {
  return tx.featureSet.create({ data });
}

export async function updateFeatureSet(
  db: DatabaseClient,
  featureSetId: string,
  data: Prisma.FeatureSetUncheckedUpdateInput,
): Promise<void> {
  await db.featureSet.update({ where: { id: featureSetId }, data });
}

/** What is done stays so, whatever a worker still believes that was cut off meanwhile. False where it is done. */
export async function markFeatureSet(
  db: DatabaseClient,
  featureSetId: string,
  state: 'running' | 'failed' | 'cancelled',
): Promise<boolean> {
  const { count } = await db.featureSet.updateMany({
    where: { id: featureSetId, state: { not: 'done' } },
    data: { state },
  });
  return count === 1;
}

/** What was done is made again, because its files are damaged. False where somebody else had that done already. */
export async function reopenFeatureSet(
  tx: DatabaseClient,
  featureSetId: string,
  jobId: string,
): Promise<boolean> {
  const { count } = await tx.featureSet.updateMany({
    where: { id: featureSetId, jobId, state: 'done' },
    data: { state: 'queued', matrixBlob: null },
  });
  return count === 1;
}

/** Newest first, with the number of examples that the project has now. */
export async function listFeatureSetsOf(db: DatabaseClient, projectId: string) {
  const [project, featureSets] = await Promise.all([
    db.project.findUniqueOrThrow({ where: { id: projectId }, select: { exampleCount: true } }),
    db.featureSet.findMany({ where: { projectId }, orderBy: { createdAt: 'desc' } }),
  ]);
  return { featureSets, exampleCount: project.exampleCount };
}

export interface OriginalImage {
  readonly key: string;
  readonly originalBlob: string | null;
}

/** The images of rows `from` to `to − 1`, in order. */
export async function listOriginals(
  db: DatabaseClient,
  projectId: string,
  range: { from: number; to: number },
): Promise<OriginalImage[]> {
  return db.example.findMany({
    where: { projectId, row: { gte: range.from, lt: range.to } },
    orderBy: { row: 'asc' },
    select: { key: true, originalBlob: true },
  });
}

/** Blob prefixes of the matrices that hold the first `rows` examples, in the order of the rows. */
export async function listIngestedMatrices(
  db: DatabaseClient,
  projectId: string,
  rows: number,
): Promise<string[]> {
  const ingests = await db.$queryRaw<{ matrixBlob: string }[]>`
    SELECT i."matrixBlob" FROM "Ingest" i
    JOIN LATERAL (SELECT min(e."row") AS "firstRow" FROM "Example" e WHERE e."ingestId" = i."id") first ON true
    WHERE i."projectId" = ${projectId} AND i."state" = 'done' AND i."matrixBlob" IS NOT NULL
      AND first."firstRow" < ${rows}
    ORDER BY first."firstRow"`;
  return ingests.map(({ matrixBlob }) => matrixBlob);
}
