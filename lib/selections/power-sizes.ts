import { z } from 'zod';

/** Parameter of the floor that negative exponents need. */
export const logitLimitParameter = z
  .number()
  .min(1)
  .max(30)
  .default(10)
  .meta({ detail: true, title: 'Negative exponents: logits clipped at ±', step: 1 });

/** Below this share of the largest size a size counts as 0, so that sums keep their precision. */
const NEGLIGIBLE = 1e-250;

/**
 * score^exponent up to a common factor, largest 1; computed by logarithms so that nothing overflows.
 *
 * With a negative exponent scores are first raised to a share of the largest one, that of p(1 − p) at the limit of the
 * logit (1.8e-4 for ±10): without a floor one score near 0 would take all the probability (theory 0.5). With a positive exponent a score
 * of 0 has size 0. Scores that are all equal, all 0 included, have size 1.
 *
 * @param scores finite, ≥ 0. O(n)
 */
export function powerSizes(scores: Float32Array, exponent: number, logitLimit: number): Float64Array {
  let largest = 0;
  let smallest = Infinity;
  for (const score of scores) {
    if (score > largest) largest = score;
    if (score < smallest) smallest = score;
  }
  const sizes = new Float64Array(scores.length).fill(1);
  if (exponent === 0 || smallest === largest) return sizes;
  const lowestShare = 4 / (Math.exp(logitLimit) + 2 + Math.exp(-logitLimit));
  const floor = exponent < 0 ? lowestShare * largest : 0;
  const reference = Math.log(exponent < 0 ? Math.max(smallest, floor) : largest);
  for (let row = 0; row < sizes.length; row++) {
    const size = Math.exp(exponent * (Math.log(Math.max(scores[row] as number, floor)) - reference));
    sizes[row] = size < NEGLIGIBLE ? 0 : size;
  }
  return sizes;
}
