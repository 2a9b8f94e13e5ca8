import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';

/** What a file of another model may hold: a row an example, a column a class. */
export const EXTERNAL_VALUES = ['probabilities', 'logits'] as const;
export type ExternalValues = (typeof EXTERNAL_VALUES)[number];

/** Sums of rows may be off by so much: probabilities that were written with four digits. */
const LARGEST_GAP = 1e-3;

/**
 * What another model said, as probabilities: logits go through softmax, probabilities are checked.
 *
 * @param source what to call it in messages
 * @param firstRow row of the source that the matrix begins with
 * @throws AppError `bad-input` naming the row where one is no distribution, or not finite. O(n·K)
 */
export function externalProbabilities(
  values: Matrix,
  kind: ExternalValues,
  source: string,
  firstRow = 0,
): Matrix {
  const { rows, columns } = values;
  const data = kind === 'logits' ? values.data.slice() : values.data;
  for (let row = 0; row < rows; row++) {
    const ofRow = data.subarray(row * columns, (row + 1) * columns);
    const problem = kind === 'logits' ? softmaxRow(ofRow) : problemOfRow(ofRow);
    if (problem) {
      const remedy =
        kind === 'logits' ? 'Give finite logits.' : 'Each row must sum to 1; if these are logits, say so.';
      throw new AppError('bad-input', `${source}, row ${firstRow + row}: ${problem}.`, remedy);
    }
  }
  return kind === 'logits' ? { data, rows, columns } : values;
}

function problemOfRow(probabilities: Float32Array): string | null {
  let sum = 0;
  let isNegative = false;
  for (const value of probabilities) {
    sum += value;
    isNegative ||= value < 0;
  }
  if (isNegative) return 'a probability is negative';
  return Math.abs(sum - 1) <= LARGEST_GAP ? null : `the probabilities sum to ${sum.toPrecision(6)}`;
}

function softmaxRow(logits: Float32Array): string | null {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const exponentials = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  if (!Number.isFinite(sum)) return 'a logit is not finite';
  exponentials.forEach((value, place) => (logits[place] = value / sum));
  return null;
}
