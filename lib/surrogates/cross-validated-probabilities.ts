import { AppError } from '../errors';
import { gatherRows, rowOf } from '../numeric/matrix';
import type { Matrix } from '../numeric/matrix';
import { createMatrix } from '../numeric/matrix';
import type { StopSignal } from '../stop-signal';
import { fitSoftmax } from './fit-softmax';
import { stratifiedFolds } from './stratified-folds';
import type { SoftmaxData, TensorEngine } from './tensor-engine';

/** Probabilities hardly move after this. */
const FIT = { tolerance: 1e-4, maximumIterations: 300 };

/**
 * Out-of-sample probabilities of every row: those of softmax regression trained on the other folds.
 *
 * Why: a model that trained on a wrong label half believes it; one that did not can contradict.
 *
 * @param options.folds at most the number of rows; 5 is usual. Folds hold the same share of each class, drawn by `seed`
 * @param options.onFold after each fold, with how many are done
 * @returns rows × classes; 0 for classes that the other folds lack
 * @throws AppError `bad-input` for fewer than two rows, `cancelled` on the signal
 * Cost: a fit a fold, memory of one copy of the features.
 */
export async function crossValidatedProbabilities(
  engine: TensorEngine,
  data: SoftmaxData,
  options: {
    readonly ridge: number;
    readonly folds: number;
    readonly seed: number;
    readonly signal?: StopSignal;
    readonly onFold?: (done: number, folds: number) => void;
  },
): Promise<Matrix> {
  const { ridge, seed, signal, onFold } = options;
  const { features, labels, weights, classes } = data;
  const folds = Math.min(options.folds, labels.length);
  if (!(folds >= 2)) {
    throw new AppError('bad-input', 'Cross-validation needs two folds and two labels.', 'Label more.');
  }
  const foldOfRow = stratifiedFolds(labels, classes, folds, seed);
  const probabilities = createMatrix(new Float32Array(labels.length * classes), labels.length, classes);
  let start: Float64Array | undefined;
  for (let fold = 0; fold < folds; fold++) {
    const rows = (wanted: boolean) =>
      Array.from(foldOfRow.keys()).filter((row) => (foldOfRow[row] === fold) === wanted);
    const training = rows(false);
    const { parameters } = await fitSoftmax(
      engine,
      {
        features: gatherRows(features, training),
        labels: Int32Array.from(training, (row) => labels[row] as number),
        weights: weights && Float32Array.from(training, (row) => weights[row] as number),
        classes,
      },
      { ...FIT, ridge, start, signal },
    );
    start = parameters;
    const heldOut = rows(true);
    const scored = await engine.score({
      features: gatherRows(features, heldOut),
      parameters,
      classes,
      scores: [],
    });
    heldOut.forEach((row, index) =>
      probabilities.data.set(rowOf(scored.probabilities, index), row * classes),
    );
    onFold?.(fold + 1, folds);
  }
  return probabilities;
}
