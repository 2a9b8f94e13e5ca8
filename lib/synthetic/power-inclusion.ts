import { AppError } from '../errors';
import { logistic } from '../numeric/logistic';

/** Logits are cut here before p(1 − p) is raised to a negative power (theory 0.5). */
const LARGEST_LOGIT = 10;
const BISECTIONS = 200;

/**
 * Inclusion probabilities min(1, c · (p(1 − p))^exponent) in a whole population, their mean the fraction kept: the power
 * family of lib/selections where the pool is infinitely large.
 *
 * @param logits of the surrogate, one a point of a quadrature
 * @param shares of the population, one a point; they sum to 1
 * @param fraction kept, in (0, 1]
 * @throws AppError `bad-input` for any other fraction. O(200 · n)
 */
export function powerInclusion(
  logits: Float64Array,
  shares: Float64Array,
  exponent: number,
  fraction: number,
): Float64Array {
  if (!(fraction > 0 && fraction <= 1)) {
    throw new AppError('bad-input', `The fraction kept is ${fraction}.`, 'Give a share above 0, at most 1.');
  }
  if (fraction === 1) return new Float64Array(logits.length).fill(1);
  const logSizes = logits.map((logit) => {
    const probability = logistic(Math.min(Math.abs(logit), LARGEST_LOGIT));
    return exponent * Math.log(probability * (1 - probability));
  });
  const kept = (logFactor: number): number => {
    let sum = 0;
    for (let index = 0; index < logSizes.length; index++) {
      sum += (shares[index] as number) * Math.min(1, Math.exp(logFactor + (logSizes[index] as number)));
    }
    return sum;
  };
  // all capped at the upper end; at the lower one no probability exceeds the fraction
  let low = Math.log(fraction) - logSizes.reduce((largest, size) => Math.max(largest, size), -Infinity);
  let high = -logSizes.reduce((smallest, size) => Math.min(smallest, size), Infinity);
  for (let step = 0; step < BISECTIONS && low < high; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (kept(middle) < fraction) low = middle;
    else high = middle;
  }
  return logSizes.map((size) => Math.min(1, Math.exp(high + size)));
}
