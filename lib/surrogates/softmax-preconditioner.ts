import { factorCholesky, solveCholesky } from '../numeric/cholesky';
import { rowOf, type Matrix } from '../numeric/matrix';
import type { Preconditioner } from '../numeric/step-history';
import type { SoftmaxData, TensorEngine } from './tensor-engine';

/** From this many rows a column on, fewer iterations repay the d³ of the factorization. */
const FULL_FROM_ROWS_PER_COLUMN = 4;
/** More rows than this a column do not make the second moment better enough. */
const SAMPLED_ROWS_PER_COLUMN = 16;
/** Added to the diagonal, as a share of its mean, so that constant features do not divide by 0. */
const JITTER = 1e-7;

/**
 * The inverse of the objective's Hessian at zero, where L-BFGS starts: covariance / K + ridge for every class.
 *
 * At zero all probabilities are 1/K, so the Hessian is the features' second moment times (I − 11ᵀ/K)/K, exactly;
 * gradients sum to 0 over the classes, which makes the middle factor 1/K. It also bounds the Hessian everywhere up to
 * a factor (Böhning 1992). The bias is eliminated analytically: in centered features it is decoupled from the weights,
 * which also keeps the covariance from being lost beside a large mean in single precision.
 *
 * With few rows a column only the variances are used: that undoes different units and offsets at no cost, while the
 * full covariance would cost more than it saves. Measurements: docs/decisions/0005-softmax-solver.md.
 *
 * Cost: rows · d² on the engine and d³ / 6 here, once; 2 · d² · K a use (full), or rows · d and d · K.
 */
export async function createPreconditioner(
  engine: TensorEngine,
  data: SoftmaxData,
  ridge: number,
): Promise<Preconditioner> {
  const { classes } = data;
  const { columns } = data.features;
  const sample = centeredSample(data);
  const solve =
    data.features.rows >= FULL_FROM_ROWS_PER_COLUMN * columns
      ? await fullSolver(engine, sample, ridge, classes)
      : diagonalSolver(sample, ridge, classes);
  const { mean } = sample;
  const biasRow = columns * classes;
  return (vector) => {
    for (let column = 0; column < columns; column++) {
      addToRow(vector, column * classes, -(mean[column] as number), biasRow, classes);
    }
    solve(vector);
    for (let label = 0; label < classes; label++)
      vector[biasRow + label] = (vector[biasRow + label] as number) * classes;
    for (let column = 0; column < columns; column++) {
      addToRow(vector, biasRow, -(mean[column] as number), column * classes, classes);
    }
  };
}

interface CenteredSample {
  readonly features: Matrix;
  readonly weights: Float32Array | null;
  readonly mean: Float64Array;
}

/** At most 16 rows a column, evenly spaced, minus their weighted mean. */
function centeredSample({ features, weights }: SoftmaxData): CenteredSample {
  const { columns } = features;
  const count = Math.min(features.rows, SAMPLED_ROWS_PER_COLUMN * Math.max(columns, 64));
  const rows = Int32Array.from({ length: count }, (_, index) => Math.floor((index * features.rows) / count));
  const sampledWeights = weights && Float32Array.from(rows, (row) => weights[row] as number);
  const mean = new Float64Array(columns);
  let total = 0;
  rows.forEach((row, index) => {
    const weight = sampledWeights ? (sampledWeights[index] as number) : 1;
    const values = rowOf(features, row);
    for (let column = 0; column < columns; column++) {
      mean[column] = (mean[column] as number) + weight * (values[column] as number);
    }
    total += weight;
  });
  for (let column = 0; column < columns; column++) mean[column] = (mean[column] as number) / total;
  const data = new Float32Array(count * columns);
  rows.forEach((row, index) => {
    const values = rowOf(features, row);
    for (let column = 0; column < columns; column++) {
      data[index * columns + column] = (values[column] as number) - (mean[column] as number);
    }
  });
  return { features: { data, rows: count, columns }, weights: sampledWeights, mean };
}

async function fullSolver(
  engine: TensorEngine,
  sample: CenteredSample,
  ridge: number,
  classes: number,
): Promise<Preconditioner> {
  const { columns } = sample.features;
  const covariance = await engine.secondMoment(sample.features, sample.weights);
  const factor = new Float64Array(columns * columns);
  let trace = 0;
  for (let place = 0; place < factor.length; place++) factor[place] = (covariance[place] as number) / classes;
  for (let column = 0; column < columns; column++) trace += factor[column * (columns + 1)] as number;
  const shift = ridge + (JITTER * trace) / columns || 1;
  for (let column = 0; column < columns; column++) {
    const diagonal = column * (columns + 1);
    factor[diagonal] = (factor[diagonal] as number) + shift;
  }
  if (!factorCholesky(factor, columns)) return diagonalSolver(sample, ridge, classes);
  return (vector) => solveCholesky(factor, columns, vector, classes);
}

function diagonalSolver(sample: CenteredSample, ridge: number, classes: number): Preconditioner {
  const { features, weights } = sample;
  const { columns } = features;
  const curvature = new Float64Array(columns);
  let total = 0;
  for (let row = 0; row < features.rows; row++) {
    const weight = weights ? (weights[row] as number) : 1;
    const values = rowOf(features, row);
    for (let column = 0; column < columns; column++) {
      curvature[column] = (curvature[column] as number) + weight * (values[column] as number) ** 2;
    }
    total += weight;
  }
  let trace = 0;
  for (let column = 0; column < columns; column++) {
    trace += curvature[column] = (curvature[column] as number) / (total * classes);
  }
  const shift = ridge + (JITTER * trace) / columns || 1;
  return (vector) => {
    for (let column = 0; column < columns; column++) {
      const divisor = (curvature[column] as number) + shift;
      for (let place = column * classes; place < (column + 1) * classes; place++) {
        vector[place] = (vector[place] as number) / divisor;
      }
    }
  };
}

/** Row at `target` += factor · row at `source`. */
function addToRow(vector: Float64Array, target: number, factor: number, source: number, count: number): void {
  for (let index = 0; index < count; index++) {
    vector[target + index] = (vector[target + index] as number) + factor * (vector[source + index] as number);
  }
}
