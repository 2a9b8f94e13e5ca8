import type { StudyConfig } from '../contracts/study';
import { labelEntropy } from '../metrics/label-entropy';
import { createRandom } from '../numeric/random';
import type { StopSignal } from '../stop-signal';
import { chooseRidgeByCrossValidation, chooseRidgeOnValidation } from '../surrogates/choose-ridge';
import { fitSoftmax } from '../surrogates/fit-softmax';
import type { SoftmaxData, TensorEngine } from '../surrogates/tensor-engine';
import type { PointResult } from './cell-result';
import { chooseRows, type ChosenRows } from './choose-rows';
import { labeledRows, measureTestError } from './labeled-rows';
import type { ScoredPool } from './run-surrogate';
import { drawSeedLabels } from './seed-labels';
import type { StudyData } from './study-data';
import type { PointTask } from './study-plan';

const FOLDS = 5;

/**
 * One point of one repeat: selects, trains the final model from zeros on the selection and measures it on the test
 * split.
 *
 * A ridge of 'cv' is chosen on the surrogate's seed labels as validation set. Cross-validating on the selection would
 * be wrong: a selection that prefers hard examples is no sample of the pool, and the ridge that fits it best is not the
 * one that predicts the pool best (theory c.2). The seed labels are a random sample, are paid for already, and are
 * disjoint from what is selected. Where they train the final model too (`seedLabelsCount`), the ridge is still chosen
 * without them, then the model is fitted on both.
 *
 * A pure function of its arguments: the same engine gives the same numbers, in whatever order and thread cells run.
 *
 * @param scored the pool by this repeat's surrogate; `UNSCORED_POOL` where the task needs nothing of it
 * @returns the result, and the rows (seed labels first where they count) and weights trained on
 */
export async function runPoint(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  task: PointTask,
  scored: ScoredPool,
  signal?: StopSignal,
): Promise<{ result: PointResult; chosen: ChosenRows }> {
  const { surrogate, repeat, strategy } = task;
  const { seedRows, remainingRows } = drawSeedLabels(config, surrogate, repeat, data.pool.rows);
  const budget = config.seedLabelsCount ? task.kept - seedRows.length : task.kept;
  const selected = chooseRows(config, strategy, repeat, budget, {
    features: data.pool,
    scored,
    remainingRows,
    // labels that do not train the final model cover nothing for it
    labeledRows: config.seedLabelsCount ? seedRows : new Int32Array(),
  });
  const selection = labeledRows(data, selected.rows, selected.weights);
  const ridge = await finalRidge(selection);
  const chosen = config.seedLabelsCount ? joinSeedRows(seedRows, selected) : selected;
  const training = config.seedLabelsCount ? labeledRows(data, chosen.rows, chosen.weights) : selection;
  const fit = await fitSoftmax(engine, training, { ridge, signal });
  return {
    chosen,
    result: {
      kind: 'point',
      ridge,
      error: await measureTestError(engine, data, fit.parameters),
      labelEntropy: labelEntropy(training.labels, data.classes),
      converged: fit.converged,
      absentClasses: fit.absentClasses.length,
    },
  };

  async function finalRidge(candidates: SoftmaxData): Promise<number> {
    if (config.finalModel.ridge !== 'cv') return config.finalModel.ridge;
    const seedLabels = labeledRows(data, seedRows, null);
    if (candidates.labels.length > 0) {
      return (await chooseRidgeOnValidation(engine, candidates, seedLabels, { signal })).ridge;
    }
    const folds = createRandom(config.seed, 'study', 'folds', `repeat ${repeat}`).integer(2 ** 53);
    return (await chooseRidgeByCrossValidation(engine, seedLabels, { folds: FOLDS, seed: folds, signal }))
      .ridge;
  }
}

/** Seed labels stand for themselves: weight 1. The selection's weights stand for the rest of the pool. */
function joinSeedRows(seedRows: Int32Array, selected: ChosenRows): ChosenRows {
  const rows = new Int32Array(seedRows.length + selected.rows.length);
  rows.set(seedRows);
  rows.set(selected.rows, seedRows.length);
  const weights = new Float64Array(rows.length).fill(1);
  weights.set(selected.weights, seedRows.length);
  return { rows, weights };
}
