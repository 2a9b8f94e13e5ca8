import type { Interval } from '../contracts/model';
import { AppError } from '../errors';
import { normalQuantile } from '../numeric/normal-distribution';
import { studentTQuantile } from '../numeric/student-t';

const PROBABILITY = 0.95;
const NORMAL_QUANTILE = normalQuantile(PROBABILITY);

/**
 * A share with Wilson's score interval; `mean` is the plain share.
 *
 * Why not the textbook ± 1.96·σ: that one is empty at 0 wrong and too short for few examples.
 *
 * @param probability of the interval, in (0, 1)
 * @throws AppError `bad-input` unless 0 ≤ wrong ≤ total and total > 0
 * Source: Wilson (1927); Brown, Cai, DasGupta, Interval estimation for a binomial proportion (2001). O(1).
 */
export function wilsonInterval(wrong: number, total: number, probability = PROBABILITY): Interval {
  if (!(total > 0 && wrong >= 0 && wrong <= total)) {
    throw new AppError('bad-input', `No share: ${wrong} of ${total}.`);
  }
  const mean = wrong / total;
  const squared = (probability === PROBABILITY ? NORMAL_QUANTILE : normalQuantile(probability)) ** 2 / total;
  const center = (mean + squared / 2) / (1 + squared);
  const half = Math.sqrt(mean * (1 - mean) * squared + (squared * squared) / 4) / (1 + squared);
  return { mean, low: wrong === 0 ? 0 : center - half, high: wrong === total ? 1 : center + half };
}

/**
 * Mean with its Student-t interval over repeats; one value gives an interval of length 0.
 *
 * @param probability of the interval, in (0, 1)
 * @throws AppError `bad-input` without any value. O(n)
 */
export function meanInterval(values: readonly number[], probability = PROBABILITY): Interval {
  if (values.length === 0) throw new AppError('bad-input', 'A mean needs at least one value.');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, low: mean, high: mean };
  const degrees = values.length - 1;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / degrees;
  const half = studentTQuantile(degrees, probability) * Math.sqrt(variance / values.length);
  return { mean, low: mean - half, high: mean + half };
}

/**
 * Mean of left − right, repeat by repeat, with its interval. Pairing removes what both arms share of a repeat: split and
 * seed labels. What the test examples leave, which all repeats share, is not in it (`testHalfWidthOfDifference`).
 *
 * @param probability of the interval, in (0, 1)
 * @throws AppError `bad-input` where the numbers of repeats differ
 */
export function pairedDifference(
  left: readonly number[],
  right: readonly number[],
  probability = PROBABILITY,
): Interval {
  if (left.length !== right.length) {
    throw new AppError('bad-input', `Cannot pair ${left.length} repeats with ${right.length}.`);
  }
  return meanInterval(
    left.map((value, repeat) => value - (right[repeat] as number)),
    probability,
  );
}

/**
 * What an interval over repeats becomes as a statement about the population, at any probability: its half-width and that
 * of the test examples, which all repeats share, in quadrature.
 *
 * @param overRepeats a mean with its 95 % Student-t interval, and what 95 % of test splits leave to it; null: not known
 * @param repeats that the interval is over; of one there is no interval, only the mean
 * Source: theory c.3. O(repeats)
 */
export function populationInterval(
  overRepeats: Interval & { readonly testHalfWidth: number | null },
  repeats: number,
  probability = PROBABILITY,
): Interval {
  const { mean, high, testHalfWidth } = overRepeats;
  if (repeats < 2) return { mean, low: mean, high: mean };
  const ofRepeats =
    (studentTQuantile(repeats - 1, probability) / studentTQuantile(repeats - 1, PROBABILITY)) * (high - mean);
  const ofTest = (normalQuantile(probability) / NORMAL_QUANTILE) * (testHalfWidth ?? 0);
  const half = Math.hypot(ofRepeats, ofTest);
  return { mean, low: mean - half, high: mean + half };
}
