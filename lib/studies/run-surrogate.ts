import type { StudyConfig } from '../contracts/study';
import type { Matrix } from '../numeric/matrix';
import { createRandom } from '../numeric/random';
import { scoreByName } from '../scores/registry';
import type { StopSignal } from '../stop-signal';
import { chooseRidgeByCrossValidation } from '../surrogates/choose-ridge';
import { fitSoftmax } from '../surrogates/fit-softmax';
import type { FusedScore, TensorEngine } from '../surrogates/tensor-engine';
import type { SurrogateResult } from './cell-result';
import { labeledRows, measureTestError } from './labeled-rows';
import { drawSeedLabels } from './seed-labels';
import { needsProbabilities, scoresOfStudy } from './strategy-scheme';
import type { StudyData } from './study-data';
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

const FOLDS = 5;

/**
 * Trains a surrogate on its seed labels, measures it on the test split and scores the whole pool with it.
 *
 * Its ridge is cross-validated on the seed labels, which are a random sample of the pool. A pure function of its
 * arguments: the same engine gives the same numbers.
 */
export async function runSurrogate(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  task: SurrogateTask,
  signal?: StopSignal,
): Promise<{ result: SurrogateResult; scored: ScoredPool }> {
  const { surrogate, repeat } = task;
  const { seedRows } = drawSeedLabels(config, surrogate, repeat, data.pool.rows);
  const training = labeledRows(data, seedRows, null);
  const ridge = surrogate.ridge === 'cv' ? await crossValidatedRidge() : surrogate.ridge;
  const fit = await fitSoftmax(engine, training, { ridge, signal });
  const result: SurrogateResult = {
    kind: 'surrogate',
    labels: seedRows.length,
    ridge,
    error: await measureTestError(engine, data, fit.parameters),
    converged: fit.converged,
    absentClasses: fit.absentClasses.length,
  };
  return { result, scored: await scorePool(engine, data, config, { parameters: fit.parameters, ridge }) };

  async function crossValidatedRidge(): Promise<number> {
    const folds = createRandom(config.seed, 'study', 'folds', `repeat ${repeat}`).integer(2 ** 53);
    return (await chooseRidgeByCrossValidation(engine, training, { folds: FOLDS, seed: folds, signal }))
      .ridge;
  }
}

async function scorePool(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  { parameters, ridge }: { readonly parameters: Float64Array; readonly ridge: number },
): Promise<ScoredPool> {
  const definitions = scoresOfStudy(config).map((asked) => ({ asked, ...scoreByName(asked) }));
  const handOver = config.strategies.some(needsProbabilities);
  if (definitions.length === 0 && !handOver) return UNSCORED_POOL;
  const fused = definitions
    .map((definition) => definition.fused)
    .filter((name): name is FusedScore => !!name);
  const { probabilities, scores } = await engine.score({
    features: data.pool,
    parameters,
    classes: data.classes,
    scores: fused,
  });
  const input = { probabilities, features: data.pool, labels: data.labels, ridge };
  const byName = definitions.map(
    ({ asked, fused: known, compute }) => [asked, (known && scores[known]) ?? compute(input)] as const,
  );
  return { scores: Object.fromEntries(byName), probabilities: handOver ? probabilities : null };
}
