import type { Prisma } from '../db/generated/client';
import type { DatabaseClient } from '../db/client';

const WITH_ORIGIN = {
  batch: { select: { id: true } },
  scoreSet: { select: { name: true, surrogate: { select: { id: true, name: true, featureSetId: true } } } },
  surrogate: { select: { id: true, name: true, featureSetId: true } },
} as const satisfies Prisma.SelectionInclude;

/** With the batch made of it and the score it acted on. */
export type SelectionRow = Prisma.SelectionGetPayload<{ include: typeof WITH_ORIGIN }>;

export async function listSelections(db: DatabaseClient, projectId: string): Promise<SelectionRow[]> {
  return db.selection.findMany({
    where: { projectId },
    include: WITH_ORIGIN,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
}

export async function findSelection(
  db: DatabaseClient,
  projectId: string,
  selectionId: string,
): Promise<SelectionRow | null> {
  return db.selection.findFirst({ where: { id: selectionId, projectId }, include: WITH_ORIGIN });
}

export async function createSelection(
  db: DatabaseClient,
  selection: Prisma.SelectionUncheckedCreateInput,
): Promise<void> {
  await db.selection.create({ data: selection });
}

/** Money and classes of the project: what a preview says about a choice. */
export async function findProjectTerms(db: DatabaseClient, projectId: string) {
  return db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { costPerLabel: true, currency: true, classes: true },
  });
}

const FEATURES = { id: true, matrixBlob: true } as const satisfies Prisma.FeatureSetSelect;
const SURROGATE = {
  id: true,
  model: true,
  probabilitiesBlob: true,
  lastLayerBlob: true,
  featureSet: { select: FEATURES },
} as const satisfies Prisma.SurrogateSelect;

/** The score set with its matrix, and its surrogate with probabilities and features. */
export async function findScoreSet(db: DatabaseClient, projectId: string, scoreSetId: string) {
  return db.scoreSet.findFirst({
    where: { id: scoreSetId, projectId },
    select: { name: true, matrixBlob: true, surrogate: { select: SURROGATE } },
  });
}

/** With its probabilities and features. */
export async function findScoringSurrogate(db: DatabaseClient, projectId: string, surrogateId: string) {
  return db.surrogate.findFirst({ where: { id: surrogateId, projectId }, select: SURROGATE });
}

/** The named feature set, or without a name the newest that is computed. */
export async function findSelectionFeatures(
  db: DatabaseClient,
  projectId: string,
  featureSetId: string | null,
) {
  return db.featureSet.findFirst({
    where: { projectId, ...(featureSetId === null ? { state: 'done' } : { id: featureSetId }) },
    select: FEATURES,
    orderBy: { createdAt: 'desc' },
  });
}
