import type { Interval } from '../contracts/model';
import { AppError } from '../errors';
import { studentTQuantile } from '../numeric/student-t';

const PROBABILITY = 0.95;
/** Standard normal quantile at 0.975. */
const NORMAL_QUANTILE = 1.959963984540054;

/**
 * A share with Wilson's 95 % score interval; `mean` is the plain share.
 *
 * Why not the textbook ± 1.96·σ: that one is empty at 0 wrong and too short for few examples.
 *
 * @throws AppError `bad-input` unless 0 ≤ wrong ≤ total and total > 0
 * Source: Wilson (1927); Brown, Cai, DasGupta, Interval estimation for a binomial proportion (2001). O(1).
 */
export function wilsonInterval(wrong: number, total: number): Interval {
  if (!(total > 0 && wrong >= 0 && wrong <= total)) {
    throw new AppError('bad-input', `No share: ${wrong} of ${total}.`);
  }
  const mean = wrong / total;
  const squared = NORMAL_QUANTILE ** 2 / total;
  const center = (mean + squared / 2) / (1 + squared);
  const half = Math.sqrt(mean * (1 - mean) * squared + (squared * squared) / 4) / (1 + squared);
  return { mean, low: wrong === 0 ? 0 : center - half, high: wrong === total ? 1 : center + half };
}

/**
 * Mean with its 95 % Student-t interval over repeats; one value gives an interval of length 0.
 *
 * @throws AppError `bad-input` without any value. O(n)
 */
export function meanInterval(values: readonly number[]): Interval {
  if (values.length === 0) throw new AppError('bad-input', 'A mean needs at least one value.');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, low: mean, high: mean };
  const degrees = values.length - 1;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / degrees;
  const half = studentTQuantile(degrees, PROBABILITY) * Math.sqrt(variance / values.length);
  return { mean, low: mean - half, high: mean + half };
}

/**
 * Mean of left − right, repeat by repeat, with its 95 % interval. Pairing removes what both arms share of a repeat:
 * split, seed labels, test examples.
 *
 * @throws AppError `bad-input` where the numbers of repeats differ
 */
export function pairedDifference(left: readonly number[], right: readonly number[]): Interval {
  if (left.length !== right.length) {
    throw new AppError('bad-input', `Cannot pair ${left.length} repeats with ${right.length}.`);
  }
  return meanInterval(left.map((value, repeat) => value - (right[repeat] as number)));
}
