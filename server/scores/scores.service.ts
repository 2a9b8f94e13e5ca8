import type { ScoreDistribution, ScoreInfo, ScoreSetView } from '@/lib/contracts/model';
import { SPLITS } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import { parametersOf, SCORES, scoreByName } from '@/lib/scores/registry';
import type { Container } from '../container';
import { scoreColumns, splitColumn } from '../datasets/example-columns.service';
import { hasHiddenLayers } from '../surrogates/surrogate-configuration';
import { computeScoresJob } from './compute-scores.job';
import { describeScores } from './score-distribution';
import { findDamage } from '../storage/find-damage';
import {
  findScoreSet,
  findScoreSetsNamed,
  listScoreSets,
  lockSurrogate,
  queueScoreSets,
} from './scores.repository';

export function registry(): ScoreInfo[] {
  return SCORES.map((definition) => {
    const { name, title, description, direction, range, cost, source } = definition;
    const parameters = parametersOf(definition);
    const { needs } = scoreByName(name);
    return { name, title, description, direction, range, cost, source, needs, parameters };
  });
}

export async function list(container: Container, projectId: string): Promise<ScoreSetView[]> {
  const scoreSets = await listScoreSets(container.db, projectId);
  return scoreSets.map(({ id, surrogateId, surrogate, name, method, state, jobId, createdAt }) => {
    const { registryName, title, needs } = scoreByName(name);
    return {
      id,
      surrogateId,
      surrogateName: surrogate.name,
      name,
      registryName,
      title,
      needsLabels: needs.includes('labels'),
      method,
      state,
      jobId,
      createdAt,
    };
  });
}

/** @throws AppError `not-found`, or `conflict` while it is being computed */
export async function distribution(
  container: Container,
  input: { projectId: string; scoreSetId: string },
): Promise<ScoreDistribution> {
  const scoreSet = await findScoreSet(container.db, input.projectId, input.scoreSetId);
  if (!scoreSet) throw new AppError('not-found', 'There is no such score in this project.');
  if (!scoreSet.matrixBlob) {
    throw new AppError('conflict', 'This score is not computed yet.', 'Wait until its job is done.');
  }
  const { ascending, scores } = await scoreColumns(container, scoreSet.matrixBlob);
  const splits = await splitColumn(container, input.projectId);
  const pool = SPLITS.indexOf('pool');
  const sorted = new Float32Array(ascending.length);
  let count = 0;
  for (const row of ascending) if (splits[row] === pool) sorted[count++] = scores[row] as number;
  return { scoreSetId: scoreSet.id, ...describeScores(sorted.subarray(0, count)) };
}

/** Starts what is missing or damaged of the named scores. Where nothing is, the job that makes or made the last of them. */
export async function compute(
  container: Container,
  input: { projectId: string; surrogateId: string; names: readonly string[] },
): Promise<{ jobId: string }> {
  const { projectId, surrogateId } = input;
  const names = [...new Set(input.names.map((name) => scoreByName(name).name))];
  const damaged = await findDamaged(container, surrogateId, names);
  return container.db.$transaction(async (tx) => {
    const surrogate = await lockSurrogate(tx, projectId, surrogateId);
    if (!surrogate) throw new AppError('not-found', 'There is no such surrogate in this project.');
    if (surrogate.state !== 'done') {
      throw new AppError('conflict', 'This surrogate is not trained yet.', 'Wait until its job is done.');
    }
    const present = (await findScoreSetsNamed(tx, surrogateId, names)).filter(
      ({ id, jobId, state }) => state !== 'failed' && state !== 'cancelled' && damaged.get(id) !== jobId,
    );
    const missing = names.filter((name) => !present.some((scoreSet) => scoreSet.name === name));
    const last = present.find(({ state }) => state !== 'done') ?? present[0];
    if (missing.length === 0 && last?.jobId) return { jobId: last.jobId };
    const payload = { surrogateId, names: missing };
    const wantsGpu = hasHiddenLayers(surrogate.model);
    const jobId = await container.jobs.enqueue(computeScoresJob, { projectId, payload, wantsGpu, tx });
    await queueScoreSets(tx, { projectId, surrogateId, names: missing, jobId });
    return { jobId };
  });
}

/** Finished scores whose files are not what was written, with the jobs that made them. */
async function findDamaged(
  container: Container,
  surrogateId: string,
  names: readonly string[],
): Promise<Map<string, string | null>> {
  const damaged = new Map<string, string | null>();
  for (const { id, state, jobId, matrixBlob } of await findScoreSetsNamed(container.db, surrogateId, names)) {
    if (state === 'done' && (await findDamage(container, { matrices: [matrixBlob] }))) damaged.set(id, jobId);
  }
  return damaged;
}
