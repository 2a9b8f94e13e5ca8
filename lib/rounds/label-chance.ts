import type { Interval } from '../contracts/model';
import { AppError } from '../errors';
import type { Random } from '../numeric/random';
import { studentTQuantile } from '../numeric/student-t';

/**
 * How often each label of an arm counts when as many are drawn anew from it, with replacement (the bootstrap): what
 * another draw of equally many labels would have been like, as far as these can tell.
 *
 * @param size labels of the arm
 * @returns size counts ≥ 0 that sum to size. O(size)
 * Source: Efron, Bootstrap methods: another look at the jackknife (1979)
 */
export function redrawLabels(size: number, random: Random): Int32Array {
  const counts = new Int32Array(size);
  for (let drawn = 0; drawn < size; drawn++) {
    const at = random.integer(size);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/**
 * Widens the interval of a difference between two models, which knows the chance of the test examples alone, by the
 * chance of the labels that they were trained on; the two add in quadrature, on either side.
 *
 * Without it a few dozen labels that happened to be lucky pass for a scheme that works.
 *
 * @param onTest difference with the 95 % interval of these two models
 * @param redrawn the same difference between models on labels drawn anew from both arms; at least two
 * @throws AppError `bad-input` for fewer
 * Source: theory c.3. O(redraws)
 */
export function withLabelChance(onTest: Interval, redrawn: readonly number[]): Interval {
  const degrees = redrawn.length - 1;
  if (degrees < 1) throw new AppError('bad-input', 'The chance of the labels shows in two redraws or more.');
  const center = redrawn.reduce((sum, value) => sum + value, 0) / redrawn.length;
  const variance = redrawn.reduce((sum, value) => sum + (value - center) ** 2, 0) / degrees;
  const half = studentTQuantile(degrees, 0.95) * Math.sqrt(variance);
  const { mean, low, high } = onTest;
  return {
    mean,
    low: Math.max(-1, mean - Math.hypot(mean - low, half)),
    high: Math.min(1, mean + Math.hypot(high - mean, half)),
  };
}
