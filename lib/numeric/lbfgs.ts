import { AppError } from '../errors';
import { searchBySlope } from './slope-search';
import { StepHistory, type Preconditioner } from './step-history';
import { addScaled, dot, norm, scale } from './vector';

export interface ConvexProblem {
  /** Start point; not modified. */
  readonly start: Float64Array;
  /** Writes the gradient at the point into `gradient` and returns the value. */
  readonly evaluate: (point: Float64Array, gradient: Float64Array) => Promise<number>;
  /** Identity without it. */
  readonly precondition?: Preconditioner | undefined;
}

export interface LbfgsOptions {
  /** Stop where the gradient's norm is at most this share of its norm at the start. */
  readonly tolerance: number;
  readonly maximumIterations: number;
  /** Pairs of steps and gradient differences kept. */
  readonly memory?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onIteration?: ((progress: IterationProgress) => void) | undefined;
}

export interface IterationProgress {
  readonly iteration: number;
  readonly objective: number;
  readonly relativeGradientNorm: number;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly relativeGradientNorm: number;
  /** False where the iterations ran out, or rounding forbids further progress. */
  readonly converged: boolean;
}

/** Iterations without a smaller gradient norm after which rounding is taken to be the limit. */
const PATIENCE = 60;

/**
 * Minimizes a smooth convex function by L-BFGS with an optional fixed preconditioner.
 *
 * Memory of 10 pairs; the two loops allocate nothing. The line search looks at slopes only (`searchBySlope`), so that
 * values in single precision do not stop it early. Where a search fails, the memory is dropped and the preconditioned
 * gradient is tried once; where that fails too, or the gradient norm has not shrunk for 60 iterations, the point with
 * the smallest gradient norm is returned with `converged: false`.
 *
 * @throws AppError `bad-input` where value or gradient at the start are not finite; `cancelled` on the signal
 * Source: Nocedal and Wright, Numerical Optimization (2006), algorithm 7.4. O(memory · n) an iteration beside
 * evaluation and preconditioner.
 */
export async function minimizeLbfgs(problem: ConvexProblem, options: LbfgsOptions): Promise<Minimum> {
  const { tolerance, maximumIterations, memory = 10, signal, onIteration } = options;
  const size = problem.start.length;
  let point = problem.start.slice();
  let gradient = new Float64Array(size);
  let trialPoint = new Float64Array(size);
  let trialGradient = new Float64Array(size);
  const direction = new Float64Array(size);
  const best = { point: point.slice(), value: Infinity, norm: Infinity, iteration: 0 };
  const history = new StepHistory(size, memory);

  let value = await problem.evaluate(point, gradient);
  let evaluations = 1;
  let trialValue = value;
  const firstNorm = norm(gradient);
  if (!Number.isFinite(value) || !Number.isFinite(firstNorm)) {
    throw new AppError(
      'bad-input',
      'The objective is not finite at its start.',
      'Look for NaN or huge features.',
    );
  }

  const slopeAt = async (step: number): Promise<number> => {
    if (signal?.aborted) throw new AppError('cancelled', 'The fit was cancelled.');
    trialPoint.set(point);
    addScaled(trialPoint, step, direction);
    trialValue = await problem.evaluate(trialPoint, trialGradient);
    evaluations++;
    return dot(trialGradient, direction);
  };

  let iteration = 0;
  let gradientNorm = firstNorm;
  for (;;) {
    if (gradientNorm < best.norm) {
      best.point.set(point);
      Object.assign(best, { value, norm: gradientNorm, iteration });
    }
    if (best.norm <= tolerance * firstNorm) break;
    if (iteration >= maximumIterations || iteration - best.iteration >= PATIENCE) break;

    let step: number | null = null;
    for (let attempt = 0; attempt < 2 && step === null; attempt++) {
      if (attempt === 1) history.clear();
      direction.set(gradient);
      history.multiplyByInverseHessian(direction, problem.precondition);
      scale(direction, -1);
      const slope = dot(direction, gradient);
      const isFirst = history.isEmpty && problem.precondition === undefined;
      if (slope < 0) step = await searchBySlope(slopeAt, slope, isFirst ? 1 / Math.max(1, gradientNorm) : 1);
      if (history.isEmpty) break;
    }
    if (step === null) break;
    history.push(step, direction, trialGradient, gradient);
    [point, trialPoint] = [trialPoint, point];
    [gradient, trialGradient] = [trialGradient, gradient];
    value = trialValue;
    gradientNorm = norm(gradient);
    iteration++;
    onIteration?.({ iteration, objective: value, relativeGradientNorm: gradientNorm / firstNorm });
  }
  return {
    point: best.point,
    value: best.value,
    iterations: iteration,
    evaluations,
    relativeGradientNorm: firstNorm === 0 ? 0 : best.norm / firstNorm,
    converged: best.norm <= tolerance * firstNorm,
  };
}
