import type { ModelMetrics } from '@/lib/contracts/model';
import type { Prisma, Surrogate } from '../db/generated/client';
import type { DatabaseClient } from '../db/client';
import { toJson } from '../db/json';
import type { WorkState } from '../db/generated/enums';

export type { Surrogate };

export async function listSurrogates(db: DatabaseClient, projectId: string): Promise<Surrogate[]> {
  return db.surrogate.findMany({ where: { projectId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
}

export async function findSurrogate(
  db: DatabaseClient,
  projectId: string,
  surrogateId: string,
): Promise<Surrogate | null> {
  return db.surrogate.findFirst({ where: { id: surrogateId, projectId } });
}

export async function findFeatureSet(db: DatabaseClient, projectId: string, featureSetId: string) {
  return db.featureSet.findFirst({
    where: { id: featureSetId, projectId },
    select: {
      id: true,
      rows: true,
      dimension: true,
      matrixBlob: true,
      state: true,
      extractor: true,
      configuration: true,
    },
  });
}

export async function findProjectClasses(db: DatabaseClient, projectId: string): Promise<string[]> {
  const project = await db.project.findUniqueOrThrow({ where: { id: projectId }, select: { classes: true } });
  return project.classes;
}

/** What the training of a surrogate reads. */
export interface TrainingInputs {
  readonly id: string;
  readonly projectId: string;
  readonly state: WorkState;
  readonly configuration: Prisma.JsonValue;
  readonly model: string;
  /** null for a model from elsewhere */
  readonly trainingBlob: string | null;
  readonly featureSet: { readonly extractor: string; readonly configuration: Prisma.JsonValue };
  readonly featuresBlob: string;
  /** of the feature set */
  readonly rows: number;
  readonly classes: number;
}

/** Null where the surrogate was removed. */
export async function findTrainingInputs(
  db: DatabaseClient,
  surrogateId: string,
): Promise<TrainingInputs | null> {
  const surrogate = await db.surrogate.findUnique({
    where: { id: surrogateId },
    include: {
      featureSet: { select: { rows: true, matrixBlob: true, extractor: true, configuration: true } },
      project: { select: { classes: true } },
    },
  });
  if (!surrogate?.featureSet.matrixBlob) return null;
  const { id, projectId, state, model, configuration, trainingBlob, project, featureSet } = surrogate;
  const { matrixBlob: featuresBlob, rows } = surrogate.featureSet;
  return {
    id,
    projectId,
    state,
    model,
    configuration,
    trainingBlob,
    featureSet,
    featuresBlob,
    rows,
    classes: project.classes.length,
  };
}

/** Inserts the row unless one with its key exists, and returns the one that stands there, held until the transaction ends. */
export async function claimSurrogate(
  tx: DatabaseClient,
  row: Prisma.SurrogateUncheckedCreateInput,
): Promise<Surrogate> {
  await tx.surrogate.createMany({ data: [row], skipDuplicates: true });
  await tx.$queryRaw`
    SELECT "id" FROM "Surrogate" WHERE "projectId" = ${row.projectId} AND "key" = ${row.key} FOR UPDATE`;
  return tx.surrogate.findUniqueOrThrow({
    where: { projectId_key: { projectId: row.projectId, key: row.key } },
  });
}

export async function markSurrogate(
  db: DatabaseClient,
  surrogateId: string,
  data: { state: WorkState; jobId?: string },
): Promise<void> {
  await db.surrogate.update({ where: { id: surrogateId }, data });
}

/** What was done is trained anew, because its files are damaged. False where somebody else had that done already. */
export async function reopenSurrogate(
  tx: DatabaseClient,
  surrogateId: string,
  jobId: string,
): Promise<boolean> {
  const { count } = await tx.surrogate.updateMany({
    where: { id: surrogateId, jobId, state: 'done' },
    data: { state: 'queued', parametersBlob: null, probabilitiesBlob: null, lastLayerBlob: null },
  });
  return count === 1;
}

/** False where it was finished after all, by a worker that took over from this one. */
export async function markTraining(db: DatabaseClient, surrogateId: string): Promise<boolean> {
  const { count } = await db.surrogate.updateMany({
    where: { id: surrogateId, state: { not: 'done' } },
    data: { state: 'running' },
  });
  return count === 1;
}

/** False where it was finished after all. */
export async function markAbandoned(
  db: DatabaseClient,
  surrogateId: string,
  state: 'failed' | 'cancelled',
): Promise<boolean> {
  const { count } = await db.surrogate.updateMany({
    where: { id: surrogateId, state: { not: 'done' } },
    data: { state },
  });
  return count === 1;
}

/** The end of training: the surrogate and its scores are there at once or not at all. */
export async function completeSurrogate(
  db: DatabaseClient,
  input: {
    surrogateId: string;
    projectId: string;
    jobId: string;
    parametersBlob: string | null;
    probabilitiesBlob: string;
    lastLayerBlob: string | null;
    metrics: ModelMetrics;
    scores: readonly { name: string; matrixBlob: string }[];
  },
): Promise<void> {
  const { surrogateId, projectId, jobId, metrics, scores } = input;
  const { parametersBlob, probabilitiesBlob, lastLayerBlob } = input;
  await db.scoreSet.createMany({
    data: scores.map((score) => ({ ...score, projectId, surrogateId, jobId, state: 'done' as const })),
    skipDuplicates: true,
  });
  await db.surrogate.update({
    where: { id: surrogateId },
    data: { parametersBlob, probabilitiesBlob, lastLayerBlob, metrics: toJson(metrics), state: 'done' },
  });
}
