import type { SyntheticConfig } from '../contracts/synthetic';
import { createRandom } from '../numeric/random';
import { fitLogistic } from '../surrogates/fit-logistic';
import { chooseByPower } from './choose-by-power';
import { drawExamples, drawTeacher } from './draw-examples';
import { alignmentOf, exactErrorOf } from './exact-error';
import { allRows, fitSelection } from './fit-selection';
import { labelProcessByName, type LabelProcess, type LabelProcessName } from './label-process';
import { scorePool } from './score-pool';

/** One selection from one pool, by every exponent, fraction and ridge. The unit that threads work on. */
export interface Trial {
  readonly labels: LabelProcessName;
  readonly dataset: number;
  readonly selection: number;
}

export interface TrialError {
  readonly ridge: number;
  /** null: all of the pool */
  readonly exponent: number | null;
  readonly fraction: number;
  readonly error: number;
}

export interface TrialResult extends Trial {
  readonly errors: readonly TrialError[];
}

/** All trials of a run, in the order in which they are best started: pool by pool. */
export function planTrials(config: SyntheticConfig): Trial[] {
  const trials: Trial[] = [];
  for (let dataset = 0; dataset < config.datasets; dataset++) {
    for (const labels of config.labels) {
      for (let selection = 0; selection < config.selections; selection++) {
        trials.push({ labels, dataset, selection });
      }
    }
  }
  return trials;
}

/**
 * Draws the trial's pool, scores it by its surrogate, and fits every selection. The whole pool is fitted with the first
 * selection.
 *
 * All exponents and fractions share the permanent random numbers, so that their differences are paired. The same
 * configuration gives the same numbers in any order and on any number of threads.
 */
export function runTrial(config: SyntheticConfig, trial: Trial): TrialResult {
  const { pool: size, signal, dimension, ridges, normalization } = config;
  const process = labelProcessByName(trial.labels);
  const random = createRandom(config.seed, 'synthetic', `dataset ${trial.dataset}`);
  const seed = random.integer(Number.MAX_SAFE_INTEGER);
  const teacher = drawTeacher(seed, dimension, signal);
  const pool = drawExamples(seed, 'pool', size, teacher, process);
  const scores = scorePool(pool.features, surrogateOf(config, seed, teacher, process));
  const selectionSeed = createRandom(seed, 'synthetic', `selection ${trial.selection}`).integer(
    Number.MAX_SAFE_INTEGER,
  );
  const errorOf = exactErrorOf(process, signal);
  const measure = (rows: Int32Array, ridge: number): number =>
    errorOf(alignmentOf(fitSelection(pool, rows, { ridge, normalization }), teacher));

  const errors: TrialError[] = [];
  if (trial.selection === 0) {
    for (const ridge of ridges) {
      errors.push({ ridge, exponent: null, fraction: 1, error: measure(allRows(size), ridge) });
    }
  }
  for (const exponent of config.exponents) {
    for (const fraction of config.fractions) {
      const { rows } = chooseByPower(scores, { exponent, fraction, seed: selectionSeed });
      for (const ridge of ridges) errors.push({ ridge, exponent, fraction, error: measure(rows, ridge) });
    }
  }
  return { ...trial, errors };
}

/** The teacher itself, or what is learned from labels of examples outside the pool. */
function surrogateOf(
  config: SyntheticConfig,
  seed: number,
  teacher: Float64Array,
  process: LabelProcess,
): Float64Array {
  if (config.surrogateLabels === null) return teacher;
  const examples = drawExamples(seed, 'surrogate', config.surrogateLabels, teacher, process);
  return fitLogistic(examples, { ridge: config.surrogateRidge }).parameters;
}
