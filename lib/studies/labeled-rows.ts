import { errorRate, logLoss, predictedLabels } from '../metrics/classification';
import { gatherRows, type Matrix } from '../numeric/matrix';
import { packBits } from '../numeric/packed-bits';
import type { SoftmaxData } from '../surrogates/tensor-engine';
import type { StudyData } from './study-data';

/** The named rows of a feature matrix over the pool with their labels. Weights that are all 1 are left out. O(rows × d). */
export function labeledRows(
  data: StudyData,
  features: Matrix,
  rows: Int32Array,
  weights: Float64Array | null,
): SoftmaxData {
  return {
    features: gatherRows(features, rows),
    labels: Int32Array.from(rows, (row) => data.labels[row] as number),
    weights: weights?.some((weight) => weight !== 1) ? Float32Array.from(weights) : null,
    classes: data.classes,
  };
}

/** What is kept of a model's predictions for labeled examples. */
export function measurePredictions(probabilities: Matrix, labels: Int32Array) {
  const predicted = predictedLabels(probabilities);
  return {
    error: errorRate(predicted, labels),
    logLoss: logLoss(probabilities, labels),
    wrong: packBits(Array.from(labels, (label, row) => predicted[row] !== label)),
  };
}
