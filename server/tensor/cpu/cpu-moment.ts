import { rowOf } from '@/lib/numeric/matrix';
import type { Matrix } from '@/lib/numeric/matrix';
import { checkMoment, sumWeights } from '../check-request';

/** (1/Σw) Σ w · x xᵀ in float64: the upper triangle row after row, then mirrored. */
export function secondMomentOnCpu(features: Matrix, weights: Float32Array | null): Float32Array {
  checkMoment(features, weights);
  const { columns } = features;
  const weightSum = sumWeights(features.rows, weights);
  const sums = new Float64Array(columns * columns);
  for (let index = 0; index < features.rows; index++) {
    const row = rowOf(features, index);
    const weight = (weights ? (weights[index] as number) : 1) / weightSum;
    for (let i = 0; i < columns; i++) {
      const scaled = weight * (row[i] as number);
      if (scaled === 0) continue;
      for (let j = i; j < columns; j++) (sums[i * columns + j] as number) += scaled * (row[j] as number);
    }
  }
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) sums[i * columns + j] = sums[j * columns + i] as number;
  }
  return Float32Array.from(sums);
}
