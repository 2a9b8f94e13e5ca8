import { AppError } from '../errors';
import type { StopSignal } from '../stop-signal';
import { searchBySlope } from './slope-search';
import { StepHistory, type Preconditioner, type Slope } from './step-history';
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
  /** Stop where the gradient's norm is at most this share of the reference. */
  readonly tolerance: number;
  /** The gradient's norm at the start unless given. */
  readonly referenceNorm?: number | undefined;
  readonly maximumIterations: number;
  /** A value counts as smaller from this share on; what single precision resolves, 1e-7, unless given. */
  readonly valueResolution?: number | undefined;
  /** Pairs of steps and gradient differences kept. */
  readonly memory?: number;
  readonly signal?: StopSignal | undefined;
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
  /** What the gradient's norm was compared with. */
  readonly referenceNorm: number;
  /** False where the iterations ran out, or rounding forbids further progress. */
  readonly converged: boolean;
}

/** Iterations without a smaller gradient norm or value after which rounding is taken to be the limit. */
const PATIENCE = 60;
/** What single precision resolves. */
const VALUE_RESOLUTION = 1e-7;

/**
 * Minimizes a smooth convex function by L-BFGS with an optional fixed preconditioner.
 *
 * The two loops over the memory allocate nothing. The line search looks at slopes only (`searchBySlope`), so that
 * values in single precision do not stop it early. Where a search fails, the memory is dropped and the preconditioned
 * gradient is tried once; where that fails too, or neither gradient nor value have become smaller for 60 iterations,
 * rounding forbids more and the point is returned with `converged: false`.
 *
 * @throws AppError `bad-input` where value or gradient at the start are not finite; `cancelled` on the signal
 * Source: Nocedal and Wright, Numerical Optimization (2006), algorithm 7.4. O(memory · n) an iteration beside
 * evaluation and preconditioner.
 */
export async function minimizeLbfgs(problem: ConvexProblem, options: LbfgsOptions): Promise<Minimum> {
  const { tolerance, maximumIterations, memory = 10, signal, onIteration } = options;
  const size = problem.start.length;
  const newSlope = (): Slope => ({
    gradient: new Float64Array(size),
    preconditioned: new Float64Array(size),
  });
  const precondition = ({ gradient, preconditioned }: Slope) => {
    preconditioned.set(gradient);
    problem.precondition?.(preconditioned);
  };
  let point = problem.start.slice();
  let slope = newSlope();
  let trialPoint = new Float64Array(size);
  let trial = newSlope();
  const direction = new Float64Array(size);
  const history = new StepHistory(size, memory);

  let value = await problem.evaluate(point, slope.gradient);
  let evaluations = 1;
  let trialValue = value;
  let gradientNorm = norm(slope.gradient);
  if (!Number.isFinite(value) || !Number.isFinite(gradientNorm)) {
    throw new AppError(
      'bad-input',
      'The objective is not finite at its start.',
      'Look for NaN or huge features.',
    );
  }
  const referenceNorm = options.referenceNorm ?? gradientNorm;

  const slopeAt = async (step: number): Promise<number> => {
    if (signal?.aborted) throw new AppError('cancelled', 'The fit was cancelled.');
    trialPoint.set(point);
    addScaled(trialPoint, step, direction);
    trialValue = await problem.evaluate(trialPoint, trial.gradient);
    evaluations++;
    return dot(trial.gradient, direction);
  };

  const searchOnce = async (): Promise<number | null> => {
    history.multiplyByInverseHessian(slope, direction);
    scale(direction, -1);
    const descent = dot(direction, slope.gradient);
    if (!(descent < 0)) return null;
    const isUnscaled = history.isEmpty && problem.precondition === undefined;
    return searchBySlope(slopeAt, descent, isUnscaled ? 1 / Math.max(1, gradientNorm) : 1);
  };

  precondition(slope);
  let iteration = 0;
  const progress = new ProgressWatch(options.valueResolution ?? VALUE_RESOLUTION);
  while (gradientNorm > tolerance * referenceNorm && iteration < maximumIterations) {
    if (!progress.continues(iteration, value, gradientNorm)) break;
    let step = await searchOnce();
    if (step === null && !history.isEmpty) {
      history.clear();
      step = await searchOnce();
    }
    if (step === null) break;
    precondition(trial);
    history.push(step, direction, trial, slope);
    [point, trialPoint] = [trialPoint, point];
    [slope, trial] = [trial, slope];
    value = trialValue;
    gradientNorm = norm(slope.gradient);
    iteration++;
    onIteration?.({ iteration, objective: value, relativeGradientNorm: gradientNorm / referenceNorm });
  }
  return {
    point,
    value,
    iterations: iteration,
    evaluations,
    referenceNorm,
    relativeGradientNorm: referenceNorm === 0 ? 0 : gradientNorm / referenceNorm,
    converged: gradientNorm <= tolerance * referenceNorm,
  };
}

/** Notices when neither value nor gradient norm have reached a new low for a while. */
class ProgressWatch {
  private lowestValue = Infinity;
  private lowestNorm = Infinity;
  private lastProgress = 0;

  constructor(private readonly valueResolution: number) {}

  continues(iteration: number, value: number, gradientNorm: number): boolean {
    const isLower = value < this.lowestValue - this.valueResolution * Math.abs(value);
    if (isLower || gradientNorm < this.lowestNorm) this.lastProgress = iteration;
    if (isLower) this.lowestValue = value;
    this.lowestNorm = Math.min(this.lowestNorm, gradientNorm);
    return iteration - this.lastProgress < PATIENCE;
  }
}
