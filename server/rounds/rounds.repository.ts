import type { ModelMetrics } from '@/lib/contracts/model';
import { modelSchema, type Model } from '@/lib/surrogates/models';
import type { Prisma } from '../db/generated/client';
import type { DatabaseClient } from '../db/client';
import { toJson } from '../db/json';
import type { WorkState } from '../db/generated/enums';

const WITH_SELECTION = {
  batch: {
    select: {
      selection: {
        select: {
          scheme: true,
          chosenBlob: true,
          scoreSet: { select: { name: true, surrogate: { select: { metrics: true } } } },
          surrogate: { select: { metrics: true } },
        },
      },
    },
  },
} as const satisfies Prisma.RoundInclude;

/** With the selection whose batch was labeled. */
export type RoundRow = Prisma.RoundGetPayload<{ include: typeof WITH_SELECTION }>;

/** In order of number. */
export async function listRounds(db: DatabaseClient, projectId: string): Promise<RoundRow[]> {
  return db.round.findMany({ where: { projectId }, include: WITH_SELECTION, orderBy: { number: 'asc' } });
}

export async function findRound(
  db: DatabaseClient,
  projectId: string,
  roundId: string,
): Promise<RoundRow | null> {
  return db.round.findFirst({ where: { id: roundId, projectId }, include: WITH_SELECTION });
}

/** The round of a batch, as its next number; the caller holds the project. */
export async function createRound(
  tx: DatabaseClient,
  input: { projectId: string; number: number; batchId: string; featureSetId: string },
): Promise<{ id: string }> {
  return tx.round.create({ data: input, select: { id: true } });
}

export async function nextRoundNumber(tx: DatabaseClient, projectId: string): Promise<number> {
  const { _max } = await tx.round.aggregate({ where: { projectId }, _max: { number: true } });
  return (_max.number ?? 0) + 1;
}

export async function findRoundOfSelection(tx: DatabaseClient, selectionId: string) {
  return tx.batch.findUnique({
    where: { selectionId },
    select: { id: true, round: { select: { id: true } } },
  });
}

/** The feature set that live models use where a selection needed no score: the newest surrogate's, else the newest. */
export async function findLatestFeatureSet(db: DatabaseClient, projectId: string): Promise<string | null> {
  const surrogate = await db.surrogate.findFirst({
    where: { projectId, state: 'done' },
    orderBy: { createdAt: 'desc' },
    select: { featureSetId: true },
  });
  if (surrogate) return surrogate.featureSetId;
  const featureSet = await db.featureSet.findFirst({
    where: { projectId, state: 'done' },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  });
  return featureSet?.id ?? null;
}

/** State and job of a round, held until the transaction ends. */
export async function lockRound(
  tx: DatabaseClient,
  roundId: string,
): Promise<{ state: WorkState; jobId: string | null }> {
  await tx.$queryRaw`SELECT "id" FROM "Round" WHERE "id" = ${roundId} FOR NO KEY UPDATE`;
  return tx.round.findUniqueOrThrow({ where: { id: roundId }, select: { state: true, jobId: true } });
}

export async function markRound(
  db: DatabaseClient,
  roundId: string,
  data: { state: WorkState; jobId?: string },
): Promise<void> {
  await db.round.updateMany({ where: { id: roundId, state: { not: 'done' } }, data });
}

/** The end of a round: its final model and what was measured of it. */
export async function completeRound(
  tx: DatabaseClient,
  input: { roundId: string; parametersBlob: string; metrics: ModelMetrics; measuredAt: Date },
): Promise<{ number: number }> {
  const { roundId, parametersBlob, metrics, measuredAt } = input;
  return tx.round.update({
    where: { id: roundId },
    select: { number: true },
    data: {
      parametersBlob,
      measuredAt,
      metrics: toJson(metrics),
      labelCount: metrics.trainingLabels,
      state: 'done',
    },
  });
}

/** The trained surrogate's parameters and metrics; null while it is not trained. */
export async function findTrained(
  db: DatabaseClient,
  surrogateId: string,
): Promise<{ parametersBlob: string; metrics: ModelMetrics } | null> {
  const surrogate = await db.surrogate.findUnique({
    where: { id: surrogateId },
    select: { parametersBlob: true, metrics: true },
  });
  if (!surrogate?.parametersBlob || !surrogate.metrics) return null;
  return {
    parametersBlob: surrogate.parametersBlob,
    metrics: surrogate.metrics as Prisma.JsonObject & ModelMetrics,
  };
}

/** Metrics of the first surrogate trained before a time: the model before any round. */
export async function findFirstMetrics(
  db: DatabaseClient,
  input: { projectId: string; featureSetId: string; before: Date },
): Promise<ModelMetrics | null> {
  const surrogate = await db.surrogate.findFirst({
    where: {
      projectId: input.projectId,
      featureSetId: input.featureSetId,
      state: 'done',
      createdAt: { lt: input.before },
    },
    orderBy: { createdAt: 'asc' },
    select: { metrics: true },
  });
  return (surrogate?.metrics ?? null) as ModelMetrics | null;
}

/** The model that rounds of this project train. */
export async function findFinalModel(db: DatabaseClient, projectId: string): Promise<Model> {
  const { finalModel } = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { finalModel: true },
  });
  return modelSchema.parse(finalModel ?? 'softmax');
}
