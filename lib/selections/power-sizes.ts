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

/** Smallest and largest of the scores seen so far. */
export class ScoreRange {
  smallest = Infinity;
  largest = 0;

  /** @param scores finite, ≥ 0 */
  add(scores: Float32Array): void {
    for (const score of scores) {
      if (score > this.largest) this.largest = score;
      if (score < this.smallest) this.smallest = score;
    }
  }
}

/**
 * score^exponent up to a common factor, largest 1; computed by logarithms so that nothing overflows.
 *
 * With a negative exponent scores are first raised to a share of the largest one, that of p(1 − p) at the limit of the
 * logit (1.8e-4 for ±10): without a floor one score near 0 would take all the probability (theory 0.5). With a positive
 * exponent a score of 0 has size 0. Scores that are all equal, all 0 included, have size 1.
 *
 * @param range of the scores of the whole pool, finite, ≥ 0
 * @returns what gives the size of a score. O(1) a score
 */
export function powerSize(
  { smallest, largest }: Readonly<ScoreRange>,
  exponent: number,
  logitLimit: number,
): (score: number) => number {
  if (exponent === 0 || smallest === largest) return () => 1;
  const lowestShare = 4 / (Math.exp(logitLimit) + 2 + Math.exp(-logitLimit));
  const floor = exponent < 0 ? lowestShare * largest : 0;
  const reference = Math.log(exponent < 0 ? Math.max(smallest, floor) : largest);
  return (score) => {
    const size = Math.exp(exponent * (Math.log(Math.max(score, floor)) - reference));
    return size < NEGLIGIBLE ? 0 : size;
  };
}

/** `powerSize` of every score of a pool. O(n) */
export function powerSizes(scores: Float32Array, exponent: number, logitLimit: number): Float64Array {
  const range = new ScoreRange();
  range.add(scores);
  return Float64Array.from(scores).map(powerSize(range, exponent, logitLimit));
}
