import type { ModelMetrics } from '@/lib/contracts/model';
import type { ControlArm } from '@/lib/contracts/control-arm';
import type { RoundSetup } from '@/lib/contracts/round';
import { modelSchema, type Model } from '@/lib/surrogates/models';
import type { Prisma } from '../db/generated/client';
import type { DatabaseClient } from '../db/client';
import { toJson } from '../db/json';
import type { WorkState } from '../db/generated/enums';

const WITH_SELECTION = {
  batch: {
    select: {
      pausedAt: true,
      abandonedAt: true,
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
  input: { projectId: string; number: number; batchId: string; featureSetId: string; setup: RoundSetup },
): Promise<{ id: string }> {
  return tx.round.create({ data: { ...input, setup: toJson(input.setup) }, select: { id: true } });
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
  input: {
    roundId: string;
    surrogateId: string;
    setup: RoundSetup | null;
    parametersBlob: string;
    metrics: ModelMetrics;
    control: ControlArm;
    measuredAt: Date;
  },
): Promise<{ number: number }> {
  const { roundId, surrogateId, setup, parametersBlob, metrics, control, measuredAt } = input;
  return tx.round.update({
    where: { id: roundId },
    select: { number: true },
    data: {
      ...(setup && { setup: toJson(setup) }),
      surrogateId,
      parametersBlob,
      measuredAt,
      control: toJson(control),
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
): Promise<{ parametersBlob: string; metrics: ModelMetrics; configuration: unknown } | null> {
  const surrogate = await db.surrogate.findUnique({
    where: { id: surrogateId },
    select: { parametersBlob: true, metrics: true, configuration: true },
  });
  if (!surrogate?.parametersBlob || !surrogate.metrics) return null;
  return {
    parametersBlob: surrogate.parametersBlob,
    configuration: surrogate.configuration,
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

/** What of the project's settings a round is begun with. */
export async function findRoundSettings(db: DatabaseClient, projectId: string) {
  return db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { controlShare: true, showGuess: true },
  });
}

/**
 * The model that stands when a round begins: the final model of the newest measured round; before the first, the
 * surrogate that chose, else the newest one of these features.
 */
export async function findModelBefore(
  db: DatabaseClient,
  input: { projectId: string; featureSetId: string; selectionSurrogateId: string | null },
): Promise<string | null> {
  const { projectId, featureSetId, selectionSurrogateId } = input;
  const measured = await db.round.findFirst({
    where: { projectId, state: 'done', surrogateId: { not: null } },
    orderBy: { measuredAt: 'desc' },
    select: { surrogateId: true },
  });
  if (measured) return measured.surrogateId;
  const surrogate = await db.surrogate.findFirst({
    where: {
      projectId,
      featureSetId,
      state: 'done',
      ...(selectionSurrogateId && { id: selectionSurrogateId }),
    },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  });
  return surrogate?.id ?? null;
}

/** Of the round that a job works on. */
export async function findRoundSetup(
  db: DatabaseClient,
  roundId: string,
): Promise<{ id: string; projectId: string; number: number; setup: RoundSetup | null } | null> {
  const round = await db.round.findUnique({
    where: { id: roundId },
    select: { id: true, projectId: true, number: true, setup: true },
  });
  return round && { ...round, setup: setupOf(round) };
}

/** Written by this slice from a RoundSetup. */
export function setupOf({ setup }: { setup: unknown }): RoundSetup | null {
  return setup as RoundSetup | null;
}
