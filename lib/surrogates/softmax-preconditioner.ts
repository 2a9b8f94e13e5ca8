import { factorCholesky, solveCholesky } from '../numeric/cholesky';
import type { Preconditioner } from '../numeric/step-history';
import { centeredSample, variancesOf } from './centered-sample';
import type { SoftmaxData, TensorEngine } from './tensor-engine';

/** From this many rows a column on, fewer iterations repay the d³ of the factorization. */
const FULL_FROM_ROWS_PER_COLUMN = 4;
/** More rows than this a column do not make the covariance better enough … */
const SAMPLED_ROWS_PER_COLUMN = 16;
/** … but this many cost nothing. */
const SAMPLED_ROWS = 1024;
/** Added to the diagonal, as a share of its mean, so that constant features do not divide by 0. */
const JITTER = 1e-7;

/** What makes the preconditioner of any ridge: measured once, used for all ridges and folds of the same data. */
export interface FeatureCurvature {
  readonly mean: Float64Array;
  /** d variances, or the d × d covariance where there are rows enough to pay for it */
  readonly covariance: Float64Array;
}

/**
 * Mean and covariance of the features; with few rows a column only the variances.
 *
 * Cost: rows · d² on the engine for at most 16 rows a column, or rows · d.
 */
export async function measureCurvature(engine: TensorEngine, data: SoftmaxData): Promise<FeatureCurvature> {
  const { rows, columns } = data.features;
  const sample = centeredSample(data, Math.max(SAMPLED_ROWS, SAMPLED_ROWS_PER_COLUMN * columns));
  const { mean } = sample;
  if (rows < FULL_FROM_ROWS_PER_COLUMN * columns) return { mean, covariance: variancesOf(sample) };
  return { mean, covariance: Float64Array.from(await engine.secondMoment(sample.features, sample.weights)) };
}

/**
 * The inverse of the objective's Hessian at zero, where L-BFGS starts: (covariance / K + ridge)⁻¹ for every class.
 *
 * At zero all probabilities are 1/K, so the Hessian is the features' second moment times (I − 11ᵀ/K)/K, exactly;
 * gradients sum to 0 over the classes, which makes the second factor 1/K. It also bounds the Hessian everywhere up to
 * a factor (Böhning 1992). The bias is eliminated analytically: in centered features it is decoupled from the weights,
 * which also keeps the covariance from being lost beside a large mean in single precision.
 *
 * Variances alone undo different units and offsets at no cost. Measurements: docs/decisions/0005-softmax-solver.md.
 *
 * @returns a function of (d + 1) × K values in place; K may differ a little from `classes`
 * Cost: d³ / 6 once and 2 · d² · K a use for a covariance; d · K for variances.
 */
export function preconditionerOf(
  curvature: FeatureCurvature,
  ridge: number,
  classes: number,
): Preconditioner {
  const { mean } = curvature;
  const columns = mean.length;
  const solve = solverOf(curvature, ridge, classes);
  return (vector) => {
    const width = vector.length / (columns + 1);
    const biasRow = columns * width;
    for (let column = 0; column < columns; column++) {
      addToRow(vector, column * width, -(mean[column] as number), biasRow, width);
    }
    solve(vector, width);
    for (let place = biasRow; place < vector.length; place++)
      vector[place] = (vector[place] as number) * classes;
    for (let column = 0; column < columns; column++) {
      addToRow(vector, biasRow, -(mean[column] as number), column * width, width);
    }
  };
}

type Solver = (vector: Float64Array, width: number) => void;

function solverOf({ mean, covariance }: FeatureCurvature, ridge: number, classes: number): Solver {
  const columns = mean.length;
  const isFull = covariance.length > columns;
  const variance = (column: number) => covariance[isFull ? column * (columns + 1) : column] as number;
  let trace = 0;
  for (let column = 0; column < columns; column++) trace += variance(column) / classes;
  const shift = ridge + (JITTER * trace) / columns || 1;
  if (isFull) {
    const factor = covariance.map((value) => value / classes);
    for (let column = 0; column < columns; column++) {
      factor[column * (columns + 1)] = variance(column) / classes + shift;
    }
    if (factorCholesky(factor, columns))
      return (vector, width) => solveCholesky(factor, columns, vector, width);
  }
  const inverse = Float64Array.from(
    { length: columns },
    (_, column) => 1 / (variance(column) / classes + shift),
  );
  return (vector, width) => {
    for (let place = 0; place < columns * width; place++) {
      vector[place] = (vector[place] as number) * (inverse[Math.floor(place / width)] as number);
    }
  };
}

/** Row at `target` += factor · row at `source`. */
function addToRow(vector: Float64Array, target: number, factor: number, source: number, count: number): void {
  for (let index = 0; index < count; index++) {
    vector[target + index] = (vector[target + index] as number) + factor * (vector[source + index] as number);
  }
}
