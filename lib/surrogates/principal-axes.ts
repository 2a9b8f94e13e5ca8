import type { Matrix } from '../numeric/matrix';
import { symmetricEigen } from '../numeric/symmetric-eigen';
import { centerSample, sampleRows } from './row-sample';
import type { TensorEngine } from './tensor-engine';

/** Beyond this the eigenvectors' 9 · d³ take longer than they save. */
const MOST_COLUMNS = 1024;
/** Fewer rows a column: fits are so small that nothing has to be saved. */
const FEWEST_ROWS_PER_COLUMN = 8;
const SAMPLED_ROWS_PER_COLUMN = 16;

/** A turn of the feature space about the pool's mean, after which features hardly correlate. */
export interface PrincipalAxes {
  /** d × d, a column an axis */
  readonly axes: Matrix;
  /** −mean · axes */
  readonly offset: Float32Array;
}

/**
 * The principal axes of the pool, or null where turning does not repay itself (more than 1,024 features, or fewer than
 * 8 rows a feature).
 *
 * A turn keeps lengths, so ridge · ‖W‖² stays what it was, and the mean goes into the bias, which is not penalized: the
 * models that can be fitted, their penalties and their predictions are the same. But where features do not correlate,
 * the Hessian at zero is diagonal, and dividing by the variances does for a solver what a d × d factor does otherwise,
 * at no cost. One turn serves every fit of a study.
 *
 * Cost: 16 · d³ on the engine for the covariance, 9 · d³ here.
 */
export async function principalAxes(engine: TensorEngine, pool: Matrix): Promise<PrincipalAxes | null> {
  const { rows, columns } = pool;
  if (columns > MOST_COLUMNS || rows < FEWEST_ROWS_PER_COLUMN * columns) return null;
  const data = { features: pool, labels: new Int32Array(), weights: null, classes: 2 };
  const centered = centerSample(sampleRows(data, SAMPLED_ROWS_PER_COLUMN * columns));
  const covariance = await engine.secondMoment(centered.features, null);
  if (!covariance.every(Number.isFinite)) return null;
  const { vectors } = symmetricEigen(Float64Array.from(covariance), columns);
  const axes = new Float32Array(columns * columns);
  const offset = new Float64Array(columns);
  for (let axis = 0; axis < columns; axis++) {
    for (let column = 0; column < columns; column++) {
      const value = vectors[axis * columns + column] as number;
      axes[column * columns + axis] = value;
      offset[axis] = (offset[axis] as number) - value * (centered.mean[column] as number);
    }
  }
  return { axes: { data: axes, rows: columns, columns }, offset: Float32Array.from(offset) };
}

/**
 * A model of turned features as one of the features themselves: weights axes · W, biases b + offset · W.
 *
 * @param parameters (d + 1) × classes
 */
export function turnBack(
  parameters: Float64Array,
  { axes, offset }: PrincipalAxes,
  classes: number,
): Float64Array {
  const { rows, columns } = axes;
  const turned = new Float64Array((rows + 1) * classes);
  const biasRow = rows * classes;
  turned.set(parameters.subarray(columns * classes), biasRow);
  const addRow = (target: number, factor: number, axis: number) => {
    for (let label = 0; label < classes; label++) {
      const value = factor * (parameters[axis * classes + label] as number);
      turned[target + label] = (turned[target + label] as number) + value;
    }
  };
  for (let axis = 0; axis < columns; axis++) {
    for (let row = 0; row < rows; row++) {
      addRow(row * classes, axes.data[row * columns + axis] as number, axis);
    }
    addRow(biasRow, offset[axis] as number, axis);
  }
  return turned;
}
