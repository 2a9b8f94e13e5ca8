import type { StudyConfig } from '../contracts/study';
import { createRandom } from '../numeric/random';
import type { Matrix } from '../numeric/matrix';
import type { StopSignal } from '../stop-signal';
import { chooseRidgeByCrossValidation, chooseRidgeOnValidation } from '../surrogates/choose-ridge';
import { fitModel } from '../surrogates/fit-model';
import { fitSoftmax } from '../surrogates/fit-softmax';
import type { RidgeChoice } from '../surrogates/ridge-search';
import type { TensorEngine } from '../surrogates/tensor-engine';
import type { ChosenRows } from './choose-rows';
import type { FinalArm } from './final-arms';
import { labeledRows } from './labeled-rows';
import type { FeaturePair, StudyData } from './study-data';
import { modelOf } from './study-model';

const FOLDS = 5;

export interface FinalTraining {
  readonly arm: FinalArm;
  readonly repeat: number;
  /** on which a ridge is chosen */
  readonly selected: ChosenRows;
  /** on which the model is trained: the selection, and the seed labels where they count */
  readonly chosen: ChosenRows;
  /** a random sample of the pool, disjoint from the selection */
  readonly validationRows: Int32Array;
  /** rows that can be selected: what the norm `pool` divides by */
  readonly poolSize: number;
}

export interface FinalModel {
  /** in the unit of the configuration's norm; 0 for networks */
  readonly ridge: number;
  readonly ridgeAtEnd: boolean;
  readonly converged: boolean;
  readonly absentClasses: number;
  /** pool and test as the model sees them */
  readonly features: FeaturePair;
  predict(features: Matrix): Promise<Matrix>;
  dispose(): Promise<void>;
}

/**
 * Trains the final model from its own start, never from the surrogate, so that the curve measures the data (theory c.1).
 *
 * A ridge is chosen by log-loss on validation rows. Cross-validating on the selection would be wrong: a selection that
 * prefers hard examples is no sample of the pool, and the ridge that fits it best is not the one that predicts the pool
 * best (theory c.2).
 */
export async function fitFinalModel(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  training: FinalTraining,
  signal: StopSignal | undefined,
): Promise<FinalModel> {
  const { finalModel } = config;
  const model = modelOf(finalModel.model);
  const { rows, weights } = training.chosen;
  if (model.name !== 'softmax') {
    const labeled = { ...labeledRows(data, data.pool, rows, weights), image: data.image ?? null };
    const seed = createRandom(config.seed, 'study', 'final model', `repeat ${training.repeat}`).integer(
      2 ** 53,
    );
    const fit = await fitModel(engine, model, labeled, { ridge: 0, seed, signal });
    return {
      ridge: 0,
      ridgeAtEnd: false,
      converged: fit.converged,
      absentClasses: fit.absentClasses.length,
      features: data,
      predict: (features) => fit.predict(features),
      dispose: () => fit.dispose(),
    };
  }
  const features = data.turned ?? data;
  const decorrelated = !!data.turned;
  const labeled = labeledRows(data, features.pool, rows, weights);
  const scale = normScale(finalModel.norm, training.poolSize, weights);
  const { ridge, atEnd } = await ridgeOf(engine, data, config, training, signal);
  const fit = await fitSoftmax(engine, labeled, {
    ridge: ridge * scale,
    tolerance: finalModel.tolerance,
    decorrelated,
    signal,
  });
  const { classes } = data;
  const { parameters } = fit;
  return {
    ridge,
    ridgeAtEnd: atEnd,
    converged: fit.converged,
    absentClasses: fit.absentClasses.length,
    features,
    predict: async (matrix) =>
      (await engine.score({ features: matrix, parameters, classes, scores: [] })).probabilities,
    dispose: () => Promise.resolve(),
  };
}

/** The solver's ridge goes with the mean loss; divided by the pool's size instead, the same ridge weighs N / Σw more. */
function normScale(norm: 'mean' | 'pool', poolSize: number, weights: Float64Array): number {
  return norm === 'mean' ? 1 : poolSize / weights.reduce((sum, weight) => sum + weight, 0);
}

async function ridgeOf(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  { arm, repeat, selected, validationRows, poolSize }: FinalTraining,
  signal: StopSignal | undefined,
): Promise<Pick<RidgeChoice, 'ridge' | 'atEnd'>> {
  if (typeof arm.ridge === 'number') return { ridge: arm.ridge, atEnd: false };
  const { pool } = data.turned ?? data;
  const decorrelated = !!data.turned;
  const validation = labeledRows(data, pool, validationRows, null);
  if (selected.rows.length === 0) {
    const seed = createRandom(config.seed, 'study', 'folds', `repeat ${repeat}`).integer(2 ** 53);
    const options = { folds: FOLDS, seed, signal, decorrelated };
    return chooseRidgeByCrossValidation(engine, validation, options);
  }
  const scale = normScale(config.finalModel.norm, poolSize, selected.weights);
  const grid = arm.ridge === 'search' ? undefined : arm.ridge.map((ridge) => ridge * scale);
  const candidates = labeledRows(data, pool, selected.rows, selected.weights);
  const choice = await chooseRidgeOnValidation(engine, candidates, validation, {
    grid,
    signal,
    decorrelated,
  });
  return { ridge: choice.ridge / scale, atEnd: choice.atEnd };
}
