import { AppError } from '../errors';
import type { Random } from './random';

/**
 * A draw from the gamma distribution with this shape and scale 1: mean and variance are `shape`.
 *
 * Why: shares of several of them are a Dirichlet draw, which the Bayesian bootstrap weighs with.
 *
 * @param shape at least 1
 * @throws AppError `bad-input` for a smaller one
 * Cost: 1.05 tries at most on average, a normal and a uniform number each.
 * Source: Marsaglia and Tsang, A simple method for generating gamma variables (2000).
 */
export function drawGamma(random: Random, shape: number): number {
  if (!(shape >= 1)) throw new AppError('bad-input', `A gamma shape must be at least 1, not ${shape}.`);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal();
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < (normal * normal) / 2 + d - d * v + d * Math.log(v)) {
      return d * v;
    }
  }
}
