import { AppError } from '../errors';
import { solveConjugateGradient } from '../numeric/conjugate-gradient';
import type { Matrix } from '../numeric/matrix';
import { dot, norm } from '../numeric/vector';
import { LogisticObjective } from './logistic-objective';

export interface LogisticData {
  /** n × p */
  readonly features: Matrix;
  /** n, each 0 or 1 */
  readonly labels: Int32Array;
  /** n training weights > 0; all 1 unless given */
  readonly weights?: Float64Array | undefined;
}

export interface LogisticOptions {
  readonly ridge: number;
  /**
   * What the sum of losses is divided by: their summed weights (the mean form) unless given. The papers divide by the
   * size of the *pool*, however many of its examples are chosen, so that a fraction of it is regularized more (theory
   * 0.1).
   */
  readonly divisor?: number | undefined;
  /** largest component of the gradient at which the fit ends; 1e-9 unless given */
  readonly tolerance?: number;
}

export interface LogisticFit {
  /** p numbers; there is no intercept */
  readonly parameters: Float64Array;
  readonly objective: number;
  readonly iterations: number;
  /** false where rounding, or a hundred iterations, ended it first */
  readonly converged: boolean;
}

const MAXIMUM_ITERATIONS = 100;
const SMALLEST_STEP = 1e-10;
const SUFFICIENT_DECREASE = 1e-4;

/**
 * Logistic regression of two classes with ridge and without intercept, from zero, in double precision:
 * (1/divisor) Σ w · loss + ridge/2 · ‖θ‖².
 *
 * Newton's method; each step solves its system by conjugate gradients, the more exactly the nearer the end, so that no
 * p × p matrix is formed: some hundred products with the features instead of n·p² operations a step. For the synthetic
 * laboratory, whose theory is about this fit; softmax regression with intercept on any engine is `fitSoftmax`.
 *
 * @throws AppError `bad-input` where shapes do not fit, a label is not 0 or 1, or the ridge is not ≥ 0
 * Source: Dembo, Eisenstat, Steihaug, Inexact Newton methods (1982). O(n · p) a product.
 */
export function fitLogistic(data: LogisticData, options: LogisticOptions): LogisticFit {
  check(data, options);
  const { features, labels, weights } = data;
  const { ridge, tolerance = 1e-9 } = options;
  const divisor = options.divisor ?? weights?.reduce((sum, weight) => sum + weight, 0) ?? features.rows;
  const objective = new LogisticObjective(
    features,
    Float64Array.from(labels, (label) => 2 * label - 1),
    weights ? weights.map((weight) => weight / divisor) : new Float64Array(features.rows).fill(1 / divisor),
    ridge,
  );
  const { parameters, gradient } = objective;
  const maximumSteps = 2 * features.columns + 20;
  let value = objective.valueAt(0);
  let startNorm = 0;
  let isLast = false;
  for (let iteration = 0; ; iteration++) {
    objective.differentiate();
    const gradientNorm = norm(gradient);
    if (iteration === 0) startNorm = gradientNorm;
    const converged = gradient.every((component) => Math.abs(component) <= tolerance);
    if (converged || isLast || iteration === MAXIMUM_ITERATIONS) {
      return { parameters, objective: value, iterations: iteration, converged };
    }
    const exactness = Math.min(0.1, gradientNorm / startNorm);
    const downhill = gradient.map((component) => -component);
    const direction = solveConjugateGradient(objective.multiplyByHessian, downhill, exactness, maximumSteps);
    objective.lookAlong(direction);
    const step = stepLength(objective, value, dot(direction, gradient));
    // near the minimum values are equal to rounding while gradients still tell: one full step more costs nothing
    isLast = step === null;
    objective.move(step ?? 1);
    value = objective.valueAt(0);
  }
}

/** 1 or the first half of it that lowers the value enough (Armijo); null where none does. */
function stepLength(objective: LogisticObjective, value: number, slope: number): number | null {
  for (let step = 1; step > SMALLEST_STEP; step /= 2) {
    if (objective.valueAt(step) <= value + SUFFICIENT_DECREASE * step * slope) return step;
  }
  return null;
}

function check({ features, labels, weights }: LogisticData, { ridge }: LogisticOptions): void {
  const refuse = (message: string): never => {
    throw new AppError('bad-input', message, 'Check the training data of the model.');
  };
  if (features.rows === 0) refuse('There is nothing to train on: no labeled example.');
  if (labels.length !== features.rows) refuse(`${features.rows} feature rows, but ${labels.length} labels.`);
  if (weights && weights.length !== features.rows)
    refuse(`${features.rows} rows, but ${weights.length} weights.`);
  const wrongRow = labels.findIndex((label) => label !== 0 && label !== 1);
  if (wrongRow >= 0) refuse(`The label in row ${wrongRow} is ${labels[wrongRow]}; it must be 0 or 1.`);
  if (!(ridge >= 0 && ridge < Infinity)) refuse(`The ridge is ${ridge}; it must be 0 or larger.`);
}
