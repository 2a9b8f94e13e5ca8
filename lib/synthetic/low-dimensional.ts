import { logistic } from '../numeric/logistic';
import { piecewiseNormalQuadrature } from '../numeric/normal-quadrature';
import { exactErrorOf } from './exact-error';
import type { LabelProcess } from './label-process';
import { powerInclusion } from './power-inclusion';

const POINTS = 1000;
const BISECTIONS = 200;
const LARGEST_SLOPE = 1e4;

/** A pool much larger than the dimension, chosen by a surrogate that knows the teacher. */
export interface LowDimensionalSetting {
  readonly process: LabelProcess;
  /** ‖θ₀‖ */
  readonly signal: number;
  readonly dimension: number;
  readonly pool: number;
  readonly exponent: number;
  readonly fraction: number;
  /** weights 1 / inclusion probability; heavy ones are further from this limit than any pool at hand */
  readonly unbiased?: boolean;
}

/** What the closed form says about the fit. */
export interface LowDimensionalPrediction {
  readonly error: number;
  /** length of the fitted parameters along θ₀ */
  readonly along: number;
  /** pool · (squared length across) / (dimension − 1) */
  readonly variance: number;
}

/**
 * The error of logistic regression without ridge on a selection, without simulation: the limit of many examples a
 * dimension.
 *
 * Selection depends on the teacher's logit alone, so the fit points along θ₀ but for noise: its length r solves
 * E[S₁ t (σ(r t) − f)] = 0, and the noise across has variance ρ (p − 1) / N with ρ = E[S₂ ((1 − f) s² + f (1 − s)²)] /
 * E[S₁ s (1 − s)]², s = σ(r t), S₁ = π·w and S₂ = π·w². Within some .004 of simulations from 1000 examples a dimension
 * on (theory e.3).
 *
 * @returns a slope of 1e4 where no finite fit exists (labels without noise)
 * Cost: some 60 sums over 1000 points.
 */
export function predictLowDimensional(setting: LowDimensionalSetting): LowDimensionalPrediction {
  const { process, signal, dimension, pool, exponent, fraction, unbiased = false } = setting;
  const { probability, kinks } = powerInclusion(signal, exponent, fraction);
  const bends = kinks.flatMap((logit) => [logit / signal, -logit / signal]);
  const jumps = process.jumps.map((jump) => jump / signal);
  const { points, weights } = piecewiseNormalQuadrature(POINTS, [0, ...jumps, ...bends]);
  const logits = points.map((point) => signal * point);
  const inclusion = logits.map(probability);
  const truth = logits.map((logit) => process.probability(logit));
  const linear = (index: number): number =>
    unbiased ? (weights[index] as number) : (weights[index] as number) * (inclusion[index] as number);

  const score = (slope: number): number => {
    let sum = 0;
    for (let index = 0; index < points.length; index++) {
      const point = points[index] as number;
      sum += linear(index) * point * (logistic(slope * point) - (truth[index] as number));
    }
    return sum;
  };
  const along = increasingRoot(score, LARGEST_SLOPE);

  let scatter = 0;
  let curvature = 0;
  for (let index = 0; index < points.length; index++) {
    const predicted = logistic(along * (points[index] as number));
    const probability = truth[index] as number;
    const squaredGradient = (1 - probability) * predicted ** 2 + probability * (1 - predicted) ** 2;
    const quadratic = unbiased ? (weights[index] as number) / (inclusion[index] as number) : linear(index);
    scatter += quadratic * squaredGradient;
    curvature += linear(index) * predicted * (1 - predicted);
  }
  const variance = scatter / curvature ** 2;
  const across = Math.sqrt((variance * (dimension - 1)) / pool);
  return { error: exactErrorOf(process, signal)({ along, across }), along, variance };
}

function increasingRoot(rising: (place: number) => number, highest: number): number {
  let low = 0;
  let high = highest;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
