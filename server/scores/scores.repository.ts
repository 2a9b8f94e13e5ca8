import { z } from 'zod';
import { knownLabels } from '../annotations/known-labels';
import type { DatabaseClient } from '../db/client';
import type { WorkState } from '../db/generated/enums';
import { unpackRows } from '../db/packed-rows';

/** lib/contracts/model: ModelMetrics, as much of it as scoring needs */
const fittedRidgeSchema = z.object({ ridge: z.number().nullish() });

const WITH_SURROGATE = { surrogate: { select: { name: true } } } as const;

/** Newest surrogate first, with its name. */
export async function listScoreSets(db: DatabaseClient, projectId: string) {
  return db.scoreSet.findMany({
    where: { projectId },
    include: WITH_SURROGATE,
    orderBy: [{ surrogate: { createdAt: 'desc' } }, { surrogateId: 'desc' }, { name: 'asc' }],
  });
}

export async function findScoreSet(db: DatabaseClient, projectId: string, scoreSetId: string) {
  return db.scoreSet.findFirst({ where: { id: scoreSetId, projectId }, include: WITH_SURROGATE });
}

/** What scoring with a finished surrogate reads, and the surrogate held until the transaction ends. */
export async function lockSurrogate(
  tx: DatabaseClient,
  projectId: string,
  surrogateId: string,
): Promise<{ state: WorkState; model: string } | null> {
  const rows = await tx.$queryRaw<{ state: WorkState; model: string }[]>`
    SELECT "state"::text AS "state", "model" FROM "Surrogate"
    WHERE "id" = ${surrogateId} AND "projectId" = ${projectId} FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}

/** Newest first. */
export async function findScoreSetsNamed(db: DatabaseClient, surrogateId: string, names: readonly string[]) {
  return db.scoreSet.findMany({
    where: { surrogateId, name: { in: [...names] } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, name: true, state: true, jobId: true, matrixBlob: true },
  });
}

export async function queueScoreSets(
  tx: DatabaseClient,
  input: { projectId: string; surrogateId: string; names: readonly string[]; jobId: string },
): Promise<void> {
  const { projectId, surrogateId, names, jobId } = input;
  for (const name of names) {
    await tx.scoreSet.upsert({
      where: { surrogateId_name: { surrogateId, name } },
      create: { projectId, surrogateId, name, jobId },
      update: { jobId, state: 'queued', matrixBlob: null },
    });
  }
}

export async function markScoreSets(
  db: DatabaseClient,
  surrogateId: string,
  names: readonly string[],
  state: WorkState,
): Promise<void> {
  await db.scoreSet.updateMany({
    where: { surrogateId, name: { in: [...names] }, state: { not: 'done' } },
    data: { state },
  });
}

export async function areScored(
  db: DatabaseClient,
  surrogateId: string,
  names: readonly string[],
): Promise<boolean> {
  return !(await db.scoreSet.findFirst({
    where: { surrogateId, name: { in: [...names] }, state: { not: 'done' } },
    select: { id: true },
  }));
}

export async function completeScoreSet(
  db: DatabaseClient,
  input: { surrogateId: string; name: string; matrixBlob: string; method: string | null },
): Promise<void> {
  const { surrogateId, name, matrixBlob, method } = input;
  await db.scoreSet.update({
    where: { surrogateId_name: { surrogateId, name } },
    data: { matrixBlob, method, state: 'done' },
  });
}

/** What scoring reads; null where the surrogate was removed or is not finished. */
export async function findScoringInputs(db: DatabaseClient, surrogateId: string) {
  const surrogate = await db.surrogate.findUnique({
    where: { id: surrogateId },
    select: {
      projectId: true,
      model: true,
      configuration: true,
      parametersBlob: true,
      probabilitiesBlob: true,
      metrics: true,
      featureSet: { select: { matrixBlob: true, rows: true, extractor: true, configuration: true } },
    },
  });
  if (!surrogate?.probabilitiesBlob || !surrogate.featureSet.matrixBlob) return null;
  const { projectId, model, configuration, parametersBlob, probabilitiesBlob, featureSet } = surrogate;
  const { ridge } = fittedRidgeSchema.parse(surrogate.metrics ?? {});
  return {
    projectId,
    model,
    configuration,
    parametersBlob,
    probabilitiesBlob,
    featureSet,
    featuresBlob: surrogate.featureSet.matrixBlob,
    rows: featureSet.rows,
    ridge: ridge ?? undefined,
  };
}

/** Rows of the pool below `rowLimit`, ascending. */
export async function listPoolRows(
  db: DatabaseClient,
  input: { projectId: string; rowLimit: number },
): Promise<Int32Array> {
  const [result] = await db.$queryRaw<{ packed: Uint8Array | null }[]>`
    SELECT string_agg(int4send("row"), ''::bytea ORDER BY "row") AS "packed" FROM "Example"
    WHERE "projectId" = ${input.projectId} AND "split" = 'pool' AND "row" < ${input.rowLimit}`;
  return unpackRows(result?.packed);
}

/** The label that counts of every row below `rowLimit`, −1 where none is known: people's, else the file's. */
export async function listKnownLabels(
  db: DatabaseClient,
  input: { projectId: string; rowLimit: number },
): Promise<Int32Array> {
  const [result] = await db.$queryRaw<{ rows: Uint8Array | null; labels: Uint8Array | null }[]>`
    SELECT string_agg(int4send(labeled."row"), ''::bytea ORDER BY labeled."row") AS "rows",
           string_agg(int4send(labeled."known"), ''::bytea ORDER BY labeled."row") AS "labels"
    FROM (${knownLabels(input.projectId, input.rowLimit)}) labeled
    WHERE labeled."known" IS NOT NULL`;
  const rows = unpackRows(result?.rows);
  const labels = unpackRows(result?.labels);
  const known = new Int32Array(input.rowLimit).fill(-1);
  rows.forEach((row, index) => (known[row] = labels[index] as number));
  return known;
}
