import { rowOf } from '@/lib/numeric/matrix';
import type { Matrix } from '@/lib/numeric/matrix';
import { checkProjection } from '../check-request';

/** features · axes + offset, each row summed in float64. */
export function projectOnCpu(features: Matrix, axes: Matrix, offset: Float32Array): Matrix {
  checkProjection(features, axes, offset);
  const { columns } = axes;
  const data = new Float32Array(features.rows * columns);
  const sums = new Float64Array(columns);
  for (let index = 0; index < features.rows; index++) {
    const row = rowOf(features, index);
    sums.set(offset);
    for (let k = 0; k < row.length; k++) {
      const value = row[k] as number;
      if (value === 0) continue;
      const start = k * columns;
      for (let j = 0; j < columns; j++) (sums[j] as number) += value * (axes.data[start + j] as number);
    }
    data.set(sums, index * columns);
  }
  return { data, rows: features.rows, columns };
}
