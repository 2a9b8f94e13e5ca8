import { AppError } from '../errors';
import { logLoss } from '../metrics/classification';
import { gatherRows, type Matrix } from '../numeric/matrix';
import type { StopSignal } from '../stop-signal';
import { fitSoftmax } from './fit-softmax';
import { searchRidge, type RidgeChoice } from './ridge-search';
import { measureCurvature, preconditionerOf } from './softmax-preconditioner';
import { stratifiedFolds } from './stratified-folds';
import type { SoftmaxData, TensorEngine } from './tensor-engine';

export interface RidgeOptions {
  /** Ridges to try, and no others; without it they are searched (`searchRidge`). */
  readonly grid?: readonly number[];
  /** The features hardly correlate (`principalAxes`), so that their variances precondition well enough. */
  readonly decorrelated?: boolean;
  readonly signal?: StopSignal;
}

/** Log-loss hardly moves after this; the ridge is judged, not the model kept. */
const LOOSE_FIT = { tolerance: 1e-4, maximumIterations: 60 };
/** So many held-out rows tell ridges apart; further folds are left out. */
const ENOUGH_HELD_OUT = 5000;

/**
 * The ridge with the lowest log-loss on held-out rows, in k stratified folds.
 *
 * Held-out rows count by `heldOutWeights`, else by their weights: a selection that is no random sample measures the pool
 * only with weights 1 / inclusion probability. Without them, on such a selection, prefer `chooseRidgeOnValidation`.
 *
 * @param options.folds at most the number of rows; 5 is usual
 * @throws AppError `bad-input` for fewer than two rows; `cancelled` on the signal
 * Cost: about 7 loose fits a fold; memory of one copy of the features.
 */
export async function chooseRidgeByCrossValidation(
  engine: TensorEngine,
  data: SoftmaxData,
  options: RidgeOptions & {
    readonly folds: number;
    readonly seed: number;
    readonly heldOutWeights?: Float32Array | undefined;
  },
): Promise<RidgeChoice> {
  const { grid, seed, signal, heldOutWeights, decorrelated } = options;
  const folds = Math.min(options.folds, data.labels.length);
  if (!(folds >= 2)) {
    throw new AppError(
      'bad-input',
      'Cross-validation needs two folds and two labels.',
      'Label more, or give a ridge.',
    );
  }
  const foldOfRow = stratifiedFolds(data.labels, data.classes, folds, seed);
  const measured = heldOutWeights ? { ...data, weights: heldOutWeights } : data;
  const fittedFolds = Math.min(folds, Math.ceil((ENOUGH_HELD_OUT * folds) / data.labels.length));
  const curvature = await measureCurvature(engine, data, undefined, decorrelated);
  const starts: (Float64Array | undefined)[] = [];
  const measure = async (ridge: number): Promise<number> => {
    const precondition = preconditionerOf(curvature, ridge);
    let sum = 0;
    let total = 0;
    for (let fold = 0; fold < fittedFolds; fold++) {
      const heldOut = rowsOf(measured, foldOfRow, (other) => other === fold);
      const training = rowsOf(data, foldOfRow, (other) => other !== fold);
      const { parameters } = await fitSoftmax(engine, training, {
        ...LOOSE_FIT,
        ridge,
        precondition,
        decorrelated,
        signal,
        start: starts[fold],
      });
      starts[fold] = parameters;
      const probabilities = await predict(engine, heldOut.features, parameters, data.classes);
      const weight = heldOut.weights?.reduce((left, right) => left + right, 0) ?? heldOut.labels.length;
      sum += weight * logLoss(probabilities, heldOut.labels, heldOut.weights);
      total += weight;
    }
    return sum / total;
  };
  return searchRidge(data.features, measure, grid);
}

/**
 * The ridge with the lowest log-loss on a validation set. Its labels are labels too: count them into the budget.
 *
 * @throws AppError `cancelled` on the signal
 */
export async function chooseRidgeOnValidation(
  engine: TensorEngine,
  data: SoftmaxData,
  validation: { readonly features: Matrix; readonly labels: Int32Array },
  options: RidgeOptions = {},
): Promise<RidgeChoice> {
  const { grid, signal, decorrelated } = options;
  const curvature = await measureCurvature(engine, data, undefined, decorrelated);
  let start: Float64Array | undefined;
  const measure = async (ridge: number): Promise<number> => {
    const precondition = preconditionerOf(curvature, ridge);
    const { parameters } = await fitSoftmax(engine, data, {
      ...LOOSE_FIT,
      ridge,
      precondition,
      decorrelated,
      signal,
      start,
    });
    start = parameters;
    return logLoss(await predict(engine, validation.features, parameters, data.classes), validation.labels);
  };
  return searchRidge(data.features, measure, grid);
}

async function predict(engine: TensorEngine, features: Matrix, parameters: Float64Array, classes: number) {
  return (await engine.score({ features, parameters, classes, scores: [] })).probabilities;
}

function rowsOf(data: SoftmaxData, foldOfRow: Int32Array, isWanted: (fold: number) => boolean): SoftmaxData {
  const rows: number[] = [];
  foldOfRow.forEach((fold, row) => {
    if (isWanted(fold)) rows.push(row);
  });
  const { features, labels, weights, classes } = data;
  return {
    features: gatherRows(features, rows),
    labels: Int32Array.from(rows, (row) => labels[row] as number),
    weights: weights && Float32Array.from(rows, (row) => weights[row] as number),
    classes,
  };
}
