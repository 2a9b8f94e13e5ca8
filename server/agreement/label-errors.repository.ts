import { knownLabels } from '../annotations/known-labels';
import type { DatabaseClient } from '../db/client';

/** What the newest surrogate's own features and ridge are; null where there is no finished one that was trained here. */
export async function findNewestFeatures(db: DatabaseClient, projectId: string) {
  const surrogate = await db.surrogate.findFirst({
    where: {
      projectId,
      state: 'done',
      trainingBlob: { not: null },
      featureSet: { matrixBlob: { not: null } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { featureSetId: true },
  });
  if (surrogate) return surrogate;
  const featureSet = await db.featureSet.findFirst({
    where: { projectId, state: 'done', matrixBlob: { not: null } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  return featureSet && { featureSetId: featureSet.id };
}

export async function findFeatures(db: DatabaseClient, featureSetId: string) {
  return db.featureSet.findUnique({
    where: { id: featureSetId },
    select: { matrixBlob: true, rows: true, project: { select: { classes: true } } },
  });
}

/** Examples of pool and seed that people gave a label, by row. */
export async function listPeoplesLabels(
  db: DatabaseClient,
  input: { projectId: string; rowLimit: number },
): Promise<{ row: number; label: number }[]> {
  return db.$queryRaw<{ row: number; label: number }[]>`
    SELECT labeled."row", labeled."label"
    FROM (${knownLabels(input.projectId, input.rowLimit)}) labeled
    WHERE labeled."split" <> 'test' AND labeled."label" IS NOT NULL
    ORDER BY labeled."row"`;
}
