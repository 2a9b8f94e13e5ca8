import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';

/** A label that is probably wrong. */
export interface SuspectedError {
  /** row of the probabilities */
  readonly index: number;
  /** what it probably is */
  readonly suggested: number;
  /** (1 + probability of the given label − largest other probability) / 2, in 0 … 1: lower = likelier wrong */
  readonly normalizedMargin: number;
}

/** Scores of one row must exceed a threshold by no less than this, so that rounding decides nothing. */
const ROUNDING = 1e-6;

/**
 * Suspected label errors by confident learning, likeliest first: labels where the model is confident of another class.
 * It is confident of a class where its probability reaches the mean that it gives to examples labeled so; of several
 * such classes the most probable counts.
 *
 * Why: plain "prediction ≠ label" suspects whole classes of which the model is never sure; thresholds by class do not.
 *
 * @param probabilities rows × classes, **out of sample**: no row may come from a model that trained on its label
 * @param labels class index of each row
 * @returns ties by row. O(rows · classes)
 * @throws AppError `bad-input` where labels and rows differ in number, or a label is no class
 * Source: Northcutt, Jiang and Chuang, Confident learning: estimating uncertainty in dataset labels, JAIR 70 (2021),
 * section 3; ranking by normalized margin, section 3.2.
 */
export function suspectedErrors(probabilities: Matrix, labels: ArrayLike<number>): SuspectedError[] {
  const { data, rows, columns } = probabilities;
  const thresholds = confidentThresholds(probabilities, labels);
  const found: SuspectedError[] = [];
  for (let index = 0; index < rows; index++) {
    const given = labels[index] as number;
    let suggested = -1;
    let other = -Infinity;
    for (let label = 0; label < columns; label++) {
      const probability = data[index * columns + label] as number;
      if (label !== given) other = Math.max(other, probability);
      if (probability < (thresholds[label] as number) - ROUNDING) continue;
      const best = suggested < 0 ? -Infinity : (data[index * columns + suggested] as number);
      if (probability > best) suggested = label;
    }
    const self = data[index * columns + given] as number;
    // a model that holds the given label for likelier still says nothing against it
    if (suggested < 0 || suggested === given || self >= other) continue;
    found.push({ index, suggested, normalizedMargin: (1 + self - other) / 2 });
  }
  return found.sort((a, b) => a.normalizedMargin - b.normalizedMargin || a.index - b.index);
}

/** Mean probability of each class over the rows labeled so; Infinity for classes without a label. O(rows) */
export function confidentThresholds(
  { data, rows, columns }: Matrix,
  labels: ArrayLike<number>,
): Float64Array {
  if (labels.length !== rows) {
    throw new AppError('bad-input', `${labels.length} labels do not fit ${rows} rows of probabilities.`);
  }
  const sums = new Float64Array(columns);
  const counts = new Int32Array(columns);
  for (let index = 0; index < rows; index++) {
    const label = labels[index] as number;
    if (!(label >= 0 && label < columns)) {
      throw new AppError('bad-input', `Row ${index} has label ${label}; there are ${columns} classes.`);
    }
    sums[label] = (sums[label] as number) + (data[index * columns + label] as number);
    counts[label] = (counts[label] as number) + 1;
  }
  return sums.map((sum, label) => (counts[label] === 0 ? Infinity : sum / (counts[label] as number)));
}
