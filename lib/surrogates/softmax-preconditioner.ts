import { factorCholesky, solveCholesky } from '../numeric/cholesky';
import type { Preconditioner } from '../numeric/step-history';
import { gini } from '../scores/gini';
import { centerSample, columnMeans, meanSquares, sampleRows, type RowSample } from './row-sample';
import type { SoftmaxData, TensorEngine } from './tensor-engine';

/** From this many rows a column on, fewer iterations repay the d³ of the factorization. */
const FULL_FROM_ROWS_PER_COLUMN = 4;
/** More rows than this a column do not make the covariance better enough … */
const SAMPLED_ROWS_PER_COLUMN = 16;
/** … but this many cost nothing. */
const SAMPLED_ROWS = 1024;
/** Added to the diagonal, as a share of its mean, so that constant features do not divide by 0. */
const JITTER = 1e-7;
/** Keeps the curvature above 0 where predictions are certain. */
const SMALLEST_CURVATURE = 1e-7;

/** Second moments of the features around a point of the objective; makes the preconditioner of any ridge. */
export interface FeatureCurvature {
  /** Mean curvature of cross-entropy in a logit: 1/K at zero, less where predictions are confident. */
  readonly scale: number;
  readonly mean: Float64Array;
  /** d variances, or the d × d covariance where there are rows enough to pay for it */
  readonly covariance: Float64Array;
}

/**
 * Mean and covariance of the features, each row weighted by how uncertain its prediction is; with few rows a column
 * only the variances.
 *
 * @param parameters the point, (d + 1) × K; zero, where all rows are alike, unless given
 * @param decorrelated the features hardly correlate (`principalAxes`): variances are enough
 * Cost: rows · d² on the engine for at most 16 rows a column, or rows · d.
 */
export async function measureCurvature(
  engine: TensorEngine,
  data: SoftmaxData,
  parameters?: Float64Array,
  decorrelated = false,
): Promise<FeatureCurvature> {
  const { classes } = data;
  const { rows, columns } = data.features;
  const sample = sampleRows(data, Math.max(SAMPLED_ROWS, SAMPLED_ROWS_PER_COLUMN * columns));
  const { scale, weights } = parameters
    ? await uncertaintyWeights(engine, sample, parameters, classes)
    : { scale: 1 / classes, weights: sample.weights };
  const centered = centerSample({ ...sample, weights });
  const { mean } = centered;
  if (decorrelated || rows < FULL_FROM_ROWS_PER_COLUMN * columns)
    return { scale, mean, covariance: meanSquares(centered) };
  const covariance = Float64Array.from(await engine.secondMoment(centered.features, weights));
  return { scale, mean, covariance };
}

/** Mean curvature in a logit at a point, (1 − Σp²)/(K − 1), and the weights of the rows times theirs. */
async function uncertaintyWeights(
  engine: TensorEngine,
  { features, weights }: RowSample,
  parameters: Float64Array,
  classes: number,
): Promise<{ scale: number; weights: Float32Array }> {
  const { probabilities } = await engine.score({ features, parameters, classes, scores: [] });
  const curvatures = gini
    .compute({ probabilities })
    .map((value) => value / (classes - 1) + SMALLEST_CURVATURE);
  const [scale] = columnMeans({ data: curvatures, rows: features.rows, columns: 1 }, weights);
  return {
    scale: scale as number,
    weights: curvatures.map((value, row) => value * (weights ? (weights[row] as number) : 1)),
  };
}

/**
 * An approximation of the objective's inverse Hessian: (scale · covariance + ridge)⁻¹ for every class.
 *
 * The Hessian is the mean of C ⊗ x·xᵀ over the rows with C = diag(p) − p·pᵀ. C is replaced by its mean eigenvalue
 * (1 − Σp²)/(K − 1) in the subspace where gradients lie (they sum to 0 over the classes). At zero, where L-BFGS
 * starts, that is no approximation: C = (I − 11ᵀ/K)/K, which also bounds the Hessian everywhere (Böhning 1992). The
 * bias is eliminated analytically: in centered features it is decoupled from the weights, which also keeps the
 * covariance from being lost beside a large mean in single precision.
 *
 * Variances alone undo different units and offsets at no cost. Measurements: docs/decisions/0005-softmax-solver.md.
 *
 * @returns a function of (d + 1) × K values in place, for any K
 * Cost: d³ / 6 once and 2 · d² · K a use for a covariance; d · K for variances.
 */
export function preconditionerOf(curvature: FeatureCurvature, ridge: number): Preconditioner {
  const { mean, scale } = curvature;
  const columns = mean.length;
  const solve = solverOf(curvature, ridge);
  return (vector) => {
    const width = vector.length / (columns + 1);
    const biasRow = columns * width;
    for (let column = 0; column < columns; column++) {
      addToRow(vector, column * width, -(mean[column] as number), biasRow, width);
    }
    solve(vector, width);
    for (let place = biasRow; place < vector.length; place++)
      vector[place] = (vector[place] as number) / scale;
    for (let column = 0; column < columns; column++) {
      addToRow(vector, biasRow, -(mean[column] as number), column * width, width);
    }
  };
}

type Solver = (vector: Float64Array, width: number) => void;

function solverOf({ mean, covariance, scale }: FeatureCurvature, ridge: number): Solver {
  const columns = mean.length;
  const isFull = covariance.length > columns;
  const variance = (column: number) => covariance[isFull ? column * (columns + 1) : column] as number;
  let trace = 0;
  for (let column = 0; column < columns; column++) trace += variance(column) * scale;
  const shift = ridge + (JITTER * trace) / columns || 1;
  if (isFull) {
    const factor = covariance.map((value) => value * scale);
    for (let column = 0; column < columns; column++) {
      factor[column * (columns + 1)] = variance(column) * scale + shift;
    }
    if (factorCholesky(factor, columns))
      return (vector, width) => solveCholesky(factor, columns, vector, width);
  }
  const inverse = Float64Array.from(
    { length: columns },
    (_, column) => 1 / (variance(column) * scale + shift),
  );
  return (vector, width) => {
    let place = 0;
    for (let column = 0; column < columns; column++) {
      const factor = inverse[column] as number;
      for (const end = place + width; place < end; place++)
        vector[place] = (vector[place] as number) * factor;
    }
  };
}

/** Row at `target` += factor · row at `source`. */
function addToRow(vector: Float64Array, target: number, factor: number, source: number, count: number): void {
  for (let index = 0; index < count; index++) {
    vector[target + index] = (vector[target + index] as number) + factor * (vector[source + index] as number);
  }
}
