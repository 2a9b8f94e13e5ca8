import { normalDensity } from './normal-distribution';

/** Points and weights of an average over a standard normal variable; the weights sum to 1. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** One point at 0: the average of what does not depend on the variable. */
export const SINGLE_POINT: Quadrature = { points: new Float64Array(1), weights: new Float64Array([1]) };

/** Beyond this many standard deviations lies 2e-15 of the population. */
const LIMIT = 8;
/** Gauss and Legendre's rule of six points on −1 … 1; the other half is its mirror image. */
const PANEL_POINTS = [0.9324695142031521, 0.6612093864662645, 0.2386191860831969];
const PANEL_WEIGHTS = [0.1713244923791704, 0.3607615730481386, 0.467913934572691];
const PER_PANEL = 6;

/**
 * E[g(t)] for a g that is smooth everywhere: the midpoint rule, whose error falls exponentially in the number of points
 * because the density and all its derivatives vanish at both ends.
 */
export function normalQuadrature(count: number): Quadrature {
  const width = (2 * LIMIT) / count;
  const points = Float64Array.from({ length: count }, (_, index) => (index + 0.5) * width - LIMIT);
  return normalized(points, points.map(normalDensity));
}

/**
 * E[g(t)] for a g that jumps or bends at known places: Gauss and Legendre's rule on panels between them.
 *
 * @param count about how many points; each piece between two breaks has at least one panel of six
 * @param breaks those outside −8 … 8 do not matter
 */
export function piecewiseNormalQuadrature(count: number, breaks: readonly number[]): Quadrature {
  const inner = breaks.filter((place) => Math.abs(place) < LIMIT).sort((left, right) => left - right);
  const edges = [-LIMIT, ...new Set(inner), LIMIT];
  const points: number[] = [];
  const weights: number[] = [];
  for (let piece = 0; piece + 1 < edges.length; piece++) {
    const start = edges[piece] as number;
    const length = (edges[piece + 1] as number) - start;
    const panels = Math.max(1, Math.round((count * length) / (2 * LIMIT * PER_PANEL)));
    for (let panel = 0; panel < panels; panel++) {
      const half = length / panels / 2;
      const middle = start + (2 * panel + 1) * half;
      for (const [index, offset] of PANEL_POINTS.entries()) {
        for (const point of [middle - offset * half, middle + offset * half]) {
          points.push(point);
          weights.push((PANEL_WEIGHTS[index] as number) * half * normalDensity(point));
        }
      }
    }
  }
  return normalized(Float64Array.from(points), Float64Array.from(weights));
}

function normalized(points: Float64Array, weights: Float64Array): Quadrature {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { points, weights: weights.map((weight) => weight / sum) };
}
