import type { DatabaseClient } from '../db/client';

/** The probabilities of the newest surrogate, where the project shows them to annotators. */
export async function findNewestProbabilities(db: DatabaseClient, projectId: string): Promise<string | null> {
  const surrogate = await db.surrogate.findFirst({
    where: { projectId, state: 'done', probabilitiesBlob: { not: null }, project: { showGuess: true } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { probabilitiesBlob: true },
  });
  return surrogate?.probabilitiesBlob ?? null;
}
