import type { DatabaseClient } from '../db/client';

export interface RoundModel {
  readonly number: number;
  /** of all examples that there were */
  readonly probabilitiesBlob: string;
}

/** The models of the newest measured rounds whose probabilities are there, in order of number. */
export async function listRoundModels(
  db: DatabaseClient,
  input: { projectId: string; limit: number },
): Promise<RoundModel[]> {
  const rounds = await db.round.findMany({
    where: { projectId: input.projectId, state: 'done', parametersBlob: { not: null } },
    orderBy: { number: 'desc' },
    take: input.limit,
    select: { number: true, parametersBlob: true },
  });
  const surrogates = await db.surrogate.findMany({
    where: {
      projectId: input.projectId,
      parametersBlob: { in: rounds.map(({ parametersBlob }) => parametersBlob ?? '') },
      probabilitiesBlob: { not: null },
    },
    select: { parametersBlob: true, probabilitiesBlob: true },
  });
  const byParameters = new Map(
    surrogates.map(({ parametersBlob, probabilitiesBlob }) => [parametersBlob, probabilitiesBlob]),
  );
  return rounds.reverse().flatMap(({ number, parametersBlob }) => {
    const probabilitiesBlob = byParameters.get(parametersBlob);
    return probabilitiesBlob ? [{ number, probabilitiesBlob }] : [];
  });
}
