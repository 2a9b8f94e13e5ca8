import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';
import type { ScoreInput } from './score';

/** The score of one row of probabilities: `probabilities[start] … probabilities[end − 1]`. */
export type RowScore = (probabilities: Float32Array, start: number, end: number, row: number) => number;

const SUM_TOLERANCE = 1e-3;

/**
 * One score a row of probabilities.
 *
 * @throws AppError `bad-input` where a row has NaN, a negative value or a sum that is not 1; names the row
 */
export function scoreRows(probabilities: Matrix, scoreRow: RowScore): Float32Array {
  const { data, rows, columns } = probabilities;
  const scores = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const end = start + columns;
    checkRow(data, start, end, row);
    scores[row] = scoreRow(data, start, end, row);
  }
  return scores;
}

/** @throws AppError `bad-input` where a row is no distribution; names the first. O(n · K) */
export function checkDistributions({ data, rows, columns }: Matrix): void {
  for (let row = 0; row < rows; row++) checkRow(data, row * columns, (row + 1) * columns, row);
}

/**
 * The label of a row of the input.
 *
 * @throws AppError `bad-input` where there are no labels, too few, or none of the model's classes
 */
export function labelReader({ labels, probabilities }: ScoreInput): (row: number) => number {
  if (labels?.length !== probabilities.rows) {
    throw new AppError(
      'bad-input',
      `This score needs ${probabilities.rows} labels, one a row; there are ${labels?.length ?? 0} labels.`,
    );
  }
  return (row) => {
    const label = labels[row] as number;
    if (label >= 0 && label < probabilities.columns) return label;
    throw new AppError(
      'bad-input',
      `The label in row ${row} is ${label}, of ${probabilities.columns} classes.`,
    );
  };
}

/** Place of the largest probability, the first of equal ones. */
export function topOf(probabilities: Float32Array, start: number, end: number): number {
  let top = start;
  for (let place = start + 1; place < end; place++) {
    if ((probabilities[place] as number) > (probabilities[top] as number)) top = place;
  }
  return top;
}

/**
 * 1 − the probability at `except`, as the sum of all others.
 *
 * Why not a subtraction: beside a probability that rounds to 1 it would give 0 for every confident row and lose their
 * order; the sum keeps it down to 1e-38.
 */
export function sumOfOthers(probabilities: Float32Array, start: number, end: number, except: number): number {
  let sum = 0;
  for (let place = start; place < end; place++) if (place !== except) sum += probabilities[place] as number;
  return sum;
}

function checkRow(probabilities: Float32Array, start: number, end: number, row: number): void {
  let sum = 0;
  let lowest = 0;
  for (let place = start; place < end; place++) {
    const probability = probabilities[place] as number;
    sum += probability;
    if (probability < lowest) lowest = probability;
  }
  if (lowest < 0 || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    throw new AppError(
      'bad-input',
      `Row ${row} of the probabilities is no distribution: its sum is ${sum}, its smallest value at most ${lowest}.`,
      'Each row must have values ≥ 0 that sum to 1.',
    );
  }
}
