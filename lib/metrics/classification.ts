import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';

/** Probabilities are kept this far from 0, as scikit-learn does for float32, so that one confident miss stays finite. */
const SMALLEST_PROBABILITY = 2 ** -23;

/** The most probable class of each row, the lowest of equal ones. O(n·K) */
export function predictedLabels(probabilities: Matrix): Int32Array {
  const { data, rows, columns } = probabilities;
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let top = 0;
    for (let label = 1; label < columns; label++) {
      if ((data[start + label] as number) > (data[start + top] as number)) top = label;
    }
    labels[row] = top;
  }
  return labels;
}

/** Share of predictions that are not the label, in 0 … 1. @throws AppError `bad-input` for lengths that differ or 0 */
export function errorRate(predicted: Int32Array, labels: Int32Array): number {
  return countWrong(predicted, labels) / labels.length;
}

/** Number of predictions that are not the label. */
export function countWrong(predicted: Int32Array, labels: Int32Array): number {
  checkLengths(predicted.length, labels);
  let wrong = 0;
  for (let row = 0; row < labels.length; row++) if (predicted[row] !== labels[row]) wrong++;
  return wrong;
}

/**
 * Mean of −ln p(label) in nats, weighted where weights are given; p is raised to at least 2⁻²³.
 *
 * @param probabilities n × K
 * @param weights n weights ≥ 0, or null for all one
 * @throws AppError `bad-input` for lengths that differ or 0. O(n)
 */
export function logLoss(
  probabilities: Matrix,
  labels: Int32Array,
  weights: Float32Array | null = null,
): number {
  checkLengths(probabilities.rows, labels);
  let sum = 0;
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const probability = probabilities.data[row * probabilities.columns + (labels[row] as number)] as number;
    const weight = weights ? (weights[row] as number) : 1;
    sum -= weight * Math.log(Math.max(probability, SMALLEST_PROBABILITY));
    total += weight;
  }
  return sum / total;
}

/** Counts confusion[actual][predicted]. @throws AppError `bad-input` for lengths that differ or 0. O(n + K²) */
export function confusionMatrix(predicted: Int32Array, labels: Int32Array, classes: number): number[][] {
  checkLengths(predicted.length, labels);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let row = 0; row < labels.length; row++) {
    const counts = confusion[labels[row] as number];
    const label = predicted[row] as number;
    if (counts?.[label] === undefined) {
      throw new AppError(
        'bad-input',
        `Row ${row} has label ${labels[row]}, prediction ${label}, of ${classes} classes.`,
      );
    }
    counts[label]++;
  }
  return confusion;
}

function checkLengths(count: number, labels: Int32Array): void {
  if (labels.length === 0 || count !== labels.length) {
    throw new AppError('bad-input', `${count} predictions for ${labels.length} labels.`);
  }
}
