import type { StudyConfig } from '../contracts/study';
import type { Matrix } from '../numeric/matrix';
import { createRandom } from '../numeric/random';
import { scoreByName } from '../scores/registry';
import type { StopSignal } from '../stop-signal';
import type { FusedScore, TensorEngine } from '../surrogates/tensor-engine';
import type { SurrogateResult } from './cell-result';
import { fitSurrogate, type ScoringModel } from './fit-surrogate';
import { measurePredictions } from './labeled-rows';
import { drawSplit } from './pool-split';
import { needsProbabilities, scoresOfStudy } from './strategy-scheme';
import type { StudyData } from './study-data';
import { EXTERNAL_MODEL } from './study-model';
import type { SurrogateTask } from './study-plan';

/** What a surrogate hands to the selections, of every row of the pool. */
export interface ScoredPool {
  /** by name of the score */
  readonly scores: Readonly<Record<string, Float32Array>>;
  /** N × K; null where no strategy looks at them */
  readonly probabilities: Matrix | null;
}

/** What strategies are handed that look at nothing of a surrogate. */
export const UNSCORED_POOL: ScoredPool = { scores: {}, probabilities: null };

/**
 * Trains a surrogate on its seed labels, measures it on the test split and scores the whole pool with it. An external
 * one is only read; it is measured on the pool, whose labels a study knows.
 *
 * A pure function of its arguments: the same engine gives the same numbers.
 */
export async function runSurrogate(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  task: SurrogateTask,
  signal?: StopSignal,
): Promise<{ result: SurrogateResult; scored: ScoredPool }> {
  const { surrogate, repeat, sizes } = task;
  if (surrogate.model === EXTERNAL_MODEL) return readExternal(data, config, task);
  const { seedRows } = drawSplit(config, sizes, repeat, data.pool.rows);
  const seed = createRandom(config.seed, 'study', 'folds', `repeat ${repeat}`).integer(2 ** 53);
  const model = await fitSurrogate(engine, data, surrogate, { seedRows, seed, signal });
  try {
    const { error } = measurePredictions(await model.predict(model.test), data.testLabels);
    const { ridge, converged, absentClasses } = model;
    const result: SurrogateResult = {
      kind: 'surrogate',
      labels: sizes.labels,
      ridge,
      error,
      converged,
      absentClasses,
    };
    return { result, scored: await scorePool(model, data, config) };
  } finally {
    await model.dispose();
  }
}

function readExternal(data: StudyData, config: StudyConfig, { surrogate, sizes }: SurrogateTask) {
  const probabilities = data.probabilities?.[surrogate.name] as Matrix;
  const { error } = measurePredictions(probabilities, data.labels);
  const result: SurrogateResult = {
    kind: 'surrogate',
    labels: sizes.labels,
    ridge: 0,
    error,
    converged: true,
    absentClasses: 0,
  };
  const input = { probabilities, features: data.pool, labels: data.labels };
  const scores = scoresOfStudy(config).map((name) => [name, scoreByName(name).compute(input)] as const);
  return { result, scored: { scores: Object.fromEntries(scores), probabilities } };
}

async function scorePool(model: ScoringModel, data: StudyData, config: StudyConfig): Promise<ScoredPool> {
  const asked = scoresOfStudy(config).map((name) => ({ name, score: scoreByName(name) }));
  const handOver = config.strategies.some(needsProbabilities);
  if (asked.length === 0 && !handOver) return UNSCORED_POOL;
  const fused = asked
    .map(({ score }) => score.fused)
    .filter((name): name is FusedScore => name !== undefined);
  const { scores, ...output } = await model.score(fused);
  const input = { ...output, labels: data.labels, ridge: model.ridge };
  const byName = asked.map(
    ({ name, score }) => [name, (score.fused && scores[score.fused]) ?? score.compute(input)] as const,
  );
  const { probabilities } = output;
  return { scores: Object.fromEntries(byName), probabilities: handOver ? probabilities : null };
}
