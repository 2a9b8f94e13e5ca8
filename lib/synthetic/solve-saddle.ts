import { AppError } from '../errors';
import { factorCholesky, solveCholesky } from '../numeric/cholesky';
import type { SaddleObjective, SaddlePoint, SaddleState } from './saddle-objective';

export interface SaddleStart {
  readonly point: SaddlePoint;
  readonly multiplier: number;
}

const TOLERANCE = 1e-8;
const OUTER_STEPS = 100;
const INNER_STEPS = 100;
const SMALLEST_STEP = 1e-6;

/**
 * The saddle point: smallest over the three lengths of the largest over the multiplier.
 *
 * Newton's method with step halving on the outer function max over μ, which is convex; its curvature is that of the
 * saddle function plus what the multiplier takes up (a Schur complement). The inner maximum is a concave function of
 * one number, found by Newton's method on its logarithm between bounds.
 *
 * @throws AppError `internal` where it does not converge
 */
export function solveSaddle(objective: SaddleObjective, start: SaddleStart): SaddleStart {
  let point = start.point;
  let { state, multiplier } = maximize(objective, point, start.multiplier);
  for (let step = 0; step < OUTER_STEPS; step++) {
    if (largest(state.gradient) <= TOLERANCE) return { point, multiplier };
    const direction = newtonDirection(state);
    const slope = product(direction, state.gradient);
    let length = 1;
    for (;;) {
      const trial = moved(point, direction, length);
      const next = maximize(objective, trial, followed(state, multiplier, direction, length));
      if (next.state.value <= state.value + 1e-4 * length * slope + 1e-14) {
        point = trial;
        ({ state, multiplier } = next);
        break;
      }
      length /= 2;
      // values are equal to rounding: as good as it gets
      if (length < SMALLEST_STEP) return { point, multiplier };
    }
  }
  throw new AppError('internal', 'The theory of the fit found no saddle point.', 'Try a larger ridge.');
}

/** The multiplier where the slope vanishes; the function is concave in it. */
function maximize(
  objective: SaddleObjective,
  point: SaddlePoint,
  start: number,
): { state: SaddleState; multiplier: number } {
  let low = -Infinity;
  let high = Infinity;
  let logarithm = Math.log(start);
  for (let step = 0; ; step++) {
    const multiplier = Math.exp(logarithm);
    const state = objective.evaluate(point, multiplier);
    // relative to both terms of the slope, which are equal at the root
    const scale = Math.abs(state.slopeOfSlope) * multiplier;
    if (Math.abs(state.slope) <= 1e-9 * scale || step === INNER_STEPS) return { state, multiplier };
    if (state.slope > 0) low = logarithm;
    else high = logarithm;
    const newton = logarithm + clamp(state.slope / scale, 3);
    if (newton > low && newton < high) logarithm = newton;
    else if (high - low > 1e-14) logarithm = (low + high) / 2;
    else return { state, multiplier };
  }
}

function newtonDirection({ gradient, curvature, mixed, slopeOfSlope }: SaddleState): Float64Array {
  for (let shift = 0; ; shift = Math.max(1e-10, 10 * shift)) {
    const factor = curvature.map((value, index) => {
      const row = Math.floor(index / 3);
      const column = index % 3;
      const taken = ((mixed[row] as number) * (mixed[column] as number)) / slopeOfSlope;
      return value - taken + (row === column ? shift : 0);
    });
    if (!factorCholesky(factor, 3)) continue;
    const direction = gradient.map((value) => -value);
    solveCholesky(factor, 3, direction, 1);
    return direction;
  }
}

/** Where the maximum goes when the point moves, to first order: the next search begins there. */
function followed(state: SaddleState, multiplier: number, direction: Float64Array, length: number): number {
  const change = (-length * product(direction, state.mixed)) / state.slopeOfSlope;
  return multiplier * Math.exp(clamp(change / multiplier, 2));
}

/** Across is a length; it is kept above 0, where the multiplier would have no end. */
function moved(
  [along, surrogate, across]: SaddlePoint,
  direction: Float64Array,
  length: number,
): SaddlePoint {
  return [
    along + length * (direction[0] as number),
    surrogate + length * (direction[1] as number),
    Math.max(across / 10, across + length * (direction[2] as number)),
  ];
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function product(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] as number), 0);
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
