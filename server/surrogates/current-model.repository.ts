import type { DatabaseClient } from '../db/client';

const WITH_FEATURES = {
  featureSet: { select: { id: true, rows: true, extractor: true, configuration: true, matrixBlob: true } },
} as const;

/** The model of the newest measured round; before there is one, the newest surrogate. Null where nothing was trained. */
export async function findCurrentModel(db: DatabaseClient, projectId: string) {
  const round = await db.round.findFirst({
    where: { projectId, state: 'done', parametersBlob: { not: null } },
    orderBy: { number: 'desc' },
    select: { number: true, parametersBlob: true },
  });
  const surrogate = await db.surrogate.findFirst({
    where: { projectId, state: 'done', ...(round && { parametersBlob: round.parametersBlob }) },
    orderBy: { createdAt: 'desc' },
    include: WITH_FEATURES,
  });
  if (!surrogate?.probabilitiesBlob || !surrogate.featureSet.matrixBlob) return null;
  const { id, model, configuration, parametersBlob, probabilitiesBlob, featureSet } = surrogate;
  const featuresBlob = surrogate.featureSet.matrixBlob;
  return {
    id,
    projectId,
    model,
    configuration,
    parametersBlob,
    probabilitiesBlob,
    featuresBlob,
    featureSet,
    roundNumber: round?.number ?? null,
  };
}
export type CurrentModel = NonNullable<Awaited<ReturnType<typeof findCurrentModel>>>;
