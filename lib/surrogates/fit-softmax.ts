import {
  minimizeLbfgs,
  type ConvexProblem,
  type IterationProgress,
  type LbfgsOptions,
  type Minimum,
} from '../numeric/lbfgs';
import type { Preconditioner } from '../numeric/step-history';
import { norm } from '../numeric/vector';
import type { StopSignal } from '../stop-signal';
import {
  checkSoftmaxData,
  expandToAllClasses,
  keepPresentClasses,
  restrictToPresentClasses,
  type PresentClasses,
  type SoftmaxFit,
} from './softmax-model';
import { measureCurvature, preconditionerOf } from './softmax-preconditioner';
import type { Precision, SoftmaxData, SoftmaxObjective, TensorEngine } from './tensor-engine';

/** What sums of many float64 values resolve. */
const DOUBLE_RESOLUTION = 1e-14;

/** Iterations with the curvature at the start. */
const FIRST_STAGE = 50;

export interface FitOptions {
  readonly ridge: number;
  /** Stop at this share of the gradient's norm at zero; 1e-6 unless given. */
  readonly tolerance?: number;
  readonly maximumIterations?: number;
  /** Start point, (d + 1) × K; zeros unless given. */
  readonly start?: Float64Array | undefined;
  /** Preconditions instead of what would be made here; never changes the minimum. */
  readonly precondition?: Preconditioner | undefined;
  /** The features hardly correlate (`principalAxes`), so that their variances precondition well enough. */
  readonly decorrelated?: boolean | undefined;
  readonly signal?: StopSignal | undefined;
  readonly onIteration?: (progress: IterationProgress) => void;
}

/**
 * Softmax regression with ridge: minimizes (1/Σw) Σ w · cross-entropy + ridge/2 · ‖W‖² from zero, bias unpenalized.
 *
 * This is the mean form (theory 0.1): the same ridge means the same whatever the number of rows. In scikit-learn's
 * terms C = 1 / (ridge · n). Classes without examples are left out of the fit and get probability 0 (theory 0.11).
 *
 * @throws AppError `bad-input` for unusable data, `cancelled` on the signal
 * Cost: some tens to hundreds of evaluations of the engine, O(n · d · K) each.
 */
export async function fitSoftmax(
  engine: TensorEngine,
  data: SoftmaxData,
  options: FitOptions,
): Promise<SoftmaxFit> {
  const { ridge, tolerance = 1e-6, maximumIterations = 5000, signal, onIteration } = options;
  checkSoftmaxData(data, ridge);
  const classes = keepPresentClasses(data);
  if (classes.present.length === 1) return fitOnlyClass(data, classes);
  const precondition = async (point?: Float64Array) =>
    preconditionerOf(await measureCurvature(engine, classes.data, point, options.decorrelated), ridge);
  const given = options.start && restrictToPresentClasses(options.start, classes);
  const first = options.precondition ?? (await precondition(given));

  const minimizeIn = async (precision: Precision, sofar: Minimum | null): Promise<Minimum> => {
    const objective = await engine.softmaxObjective(classes.data, precision);
    try {
      const evaluate = withRidge(objective, ridge, classes.present.length);
      const zeros = new Float64Array(objective.parameterCount);
      const start = sofar?.point ?? given ?? zeros;
      const isAtZero = start === zeros;
      const minimum = await minimizeInStages(
        { start, evaluate, precondition: sofar ? await precondition(start) : first },
        {
          tolerance,
          referenceNorm: isAtZero
            ? undefined
            : (sofar?.referenceNorm ?? (await gradientNormAt(zeros, evaluate))),
          maximumIterations: maximumIterations - (sofar?.iterations ?? 0),
          valueResolution: precision === 'double' ? DOUBLE_RESOLUTION : undefined,
          signal,
          onIteration,
        },
        precondition,
      );
      return sofar ? continued(sofar, minimum) : minimum;
    } finally {
      objective.dispose();
    }
  };

  let minimum = await minimizeIn('single', null);
  // near the minimum the gradient of hard examples is a small difference of large sums
  if (!minimum.converged && minimum.iterations < maximumIterations)
    minimum = await minimizeIn('double', minimum);
  return {
    parameters: expandToAllClasses(minimum.point, classes),
    objective: minimum.value,
    iterations: minimum.iterations,
    evaluations: minimum.evaluations,
    relativeGradientNorm: minimum.relativeGradientNorm,
    converged: minimum.converged,
    absentClasses: classes.absent,
  };
}

function continued(before: Minimum, after: Minimum): Minimum {
  return {
    ...after,
    iterations: before.iterations + after.iterations,
    evaluations: before.evaluations + after.evaluations,
  };
}

/** All examples are of one class: any weights but 0 only add to the ridge. */
function fitOnlyClass(data: SoftmaxData, classes: PresentClasses): SoftmaxFit {
  return {
    parameters: expandToAllClasses(new Float64Array(data.features.columns + 1), classes),
    objective: 0,
    iterations: 0,
    evaluations: 0,
    relativeGradientNorm: 0,
    converged: true,
    absentClasses: classes.absent,
  };
}

function withRidge(objective: SoftmaxObjective, ridge: number, classCount: number) {
  const weightCount = objective.parameterCount - classCount;
  return async (point: Float64Array, gradient: Float64Array): Promise<number> => {
    const evaluated = await objective.evaluate(point);
    gradient.set(evaluated.gradient);
    let squares = 0;
    for (let index = 0; index < weightCount; index++) {
      const weight = point[index] as number;
      squares += weight * weight;
      gradient[index] = (gradient[index] as number) + ridge * weight;
    }
    return evaluated.loss + (ridge / 2) * squares;
  };
}

async function gradientNormAt(point: Float64Array, evaluate: ConvexProblem['evaluate']): Promise<number> {
  const gradient = new Float64Array(point.length);
  await evaluate(point, gradient);
  return norm(gradient);
}

/**
 * L-BFGS whose preconditioner is measured again, where it has come to, after 50, 150, 350 … iterations.
 *
 * The curvature at zero fits poorly once predictions are confident. Doubling stages keep the factorizations few.
 */
async function minimizeInStages(
  problem: ConvexProblem,
  options: LbfgsOptions,
  preconditionAt: (point: Float64Array) => Promise<Preconditioner>,
): Promise<Minimum> {
  const { maximumIterations, onIteration } = options;
  let stage = FIRST_STAGE;
  let { start, precondition } = problem;
  let referenceNorm = options.referenceNorm;
  let iterations = 0;
  let evaluations = 0;
  for (;;) {
    const allowed = Math.min(stage, maximumIterations - iterations);
    const minimum = await minimizeLbfgs(
      { ...problem, start, precondition },
      {
        ...options,
        referenceNorm,
        maximumIterations: allowed,
        onIteration: (progress) => onIteration?.({ ...progress, iteration: iterations + progress.iteration }),
      },
    );
    const isStuck = minimum.iterations < allowed;
    iterations += minimum.iterations;
    evaluations += minimum.evaluations;
    if (minimum.converged || isStuck || iterations >= maximumIterations) {
      return { ...minimum, iterations, evaluations };
    }
    referenceNorm = minimum.referenceNorm;
    start = minimum.point;
    precondition = await preconditionAt(start);
    stage *= 2;
  }
}
