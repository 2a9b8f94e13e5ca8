import { normalQuantile } from '../numeric/normal-distribution';
import { AppError } from '../errors';

const TWO_SIDED = normalQuantile(0.95);
/** A test at 5 % sees a difference with this chance where z exceeds the threshold by so much: 80 %. */
const POWER = normalQuantile(0.6);

/**
 * Test labels with which the 95 % interval of an error is as short as asked for.
 *
 * @param error expected share of wrong predictions, in (0, 1)
 * @param halfWidth > 0, e.g. 0.01
 * Source: normal approximation of the binomial; theory f.5: 4,900 for 0.01 at 0.15. O(1)
 */
export function testLabelsForHalfWidth(error: number, halfWidth: number): number {
  if (!(error > 0 && error < 1 && halfWidth > 0)) {
    throw new AppError('bad-input', `No test size for an error of ${error} ± ${halfWidth}.`);
  }
  return Math.ceil((error * (1 - error) * TWO_SIDED ** 2) / halfWidth ** 2);
}

/**
 * Test labels with which a paired difference of two models is seen with 80 % power at 5 %.
 *
 * @param difference of the errors, > 0
 * @param discordant share of test examples that only one of the models gets right, > difference²
 * Source: McNemar's test, normal approximation; theory f.5. O(1)
 */
export function testLabelsForDifference(difference: number, discordant: number): number {
  if (!(difference > 0 && discordant >= difference && discordant <= 1)) {
    throw new AppError('bad-input', `No test size for a difference of ${difference} at ${discordant}.`);
  }
  const sum = TWO_SIDED + POWER;
  return Math.ceil((sum ** 2 * (discordant - difference ** 2)) / difference ** 2);
}
