import { AppError } from '../errors';
import { logistic } from '../numeric/logistic';
import { normalQuadrature } from '../numeric/normal-quadrature';

/** Logits are cut here before p(1 − p) is raised to a negative power (theory 0.5). */
const LARGEST_LOGIT = 10;
const BISECTIONS = 200;
/** The cap makes a kink, so that the error falls with the square of the points only. */
const POINTS = 8000;

/** The power family of lib/selections where the pool is infinitely large. */
export interface PowerInclusion {
  /** The chance that an example of this logit is chosen. */
  readonly probability: (logit: number) => number;
  /** positive logits at which the probability has a kink; it is even */
  readonly kinks: readonly number[];
}

/**
 * Inclusion probabilities min(1, c · (p(1 − p))^exponent), their mean the fraction kept, where the surrogate's logits are
 * normal around 0.
 *
 * @param spread standard deviation of the logits: the surrogate's length
 * @param fraction kept, in (0, 1]
 * @throws AppError `bad-input` for any other fraction. Cost: some 60 sums over 8000 points.
 */
export function powerInclusion(spread: number, exponent: number, fraction: number): PowerInclusion {
  if (!(fraction > 0 && fraction <= 1)) {
    throw new AppError('bad-input', `The fraction kept is ${fraction}.`, 'Give a share above 0, at most 1.');
  }
  if (fraction === 1 || exponent === 0) return { probability: () => fraction, kinks: [] };
  const { points, weights } = normalQuadrature(POINTS);
  const logSize = (logit: number): number => exponent * logVariance(logit);
  const logSizes = points.map((point) => logSize(spread * point));
  const kept = (logFactor: number): number => {
    let sum = 0;
    for (let index = 0; index < logSizes.length; index++) {
      sum += (weights[index] as number) * Math.min(1, Math.exp(logFactor + (logSizes[index] as number)));
    }
    return sum;
  };
  // all capped at the upper end; at the lower one no probability exceeds the fraction
  let low = Math.log(fraction) - logSizes.reduce((largest, size) => Math.max(largest, size), -Infinity);
  let high = -logSizes.reduce((smallest, size) => Math.min(smallest, size), Infinity);
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (kept(middle) < fraction) low = middle;
    else high = middle;
  }
  const capped = logitOfVariance(Math.exp(-high / exponent));
  return {
    probability: (logit) => Math.min(1, Math.exp(high + logSize(logit))),
    kinks: capped !== null && capped < LARGEST_LOGIT ? [capped, LARGEST_LOGIT] : [LARGEST_LOGIT],
  };
}

function logVariance(logit: number): number {
  const probability = logistic(Math.min(Math.abs(logit), LARGEST_LOGIT));
  return Math.log(probability * (1 - probability));
}

/** The positive logit whose p(1 − p) this is; null above 1/4. */
function logitOfVariance(variance: number): number | null {
  const spread = 1 - 4 * variance;
  if (!(spread >= 0 && variance > 0)) return null;
  // (1 + √spread) / (1 − √spread), whose denominator would cancel
  return Math.log((1 + Math.sqrt(spread)) ** 2 / (4 * variance));
}
