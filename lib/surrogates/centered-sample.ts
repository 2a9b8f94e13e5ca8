import { rowOf, type Matrix } from '../numeric/matrix';
import type { SoftmaxData } from './tensor-engine';

/** Some rows of the features minus their weighted mean. */
export interface CenteredSample {
  readonly features: Matrix;
  readonly weights: Float32Array | null;
  readonly mean: Float64Array;
}

/** Up to `count` evenly spaced rows, centered. O(count · d) */
export function centeredSample({ features, weights }: SoftmaxData, count: number): CenteredSample {
  const { columns } = features;
  const size = Math.min(features.rows, count);
  const rows = Int32Array.from({ length: size }, (_, index) => Math.floor((index * features.rows) / size));
  const sampledWeights = weights && Float32Array.from(rows, (row) => weights[row] as number);
  const mean = weightedMean(features, rows, sampledWeights);
  const data = new Float32Array(size * columns);
  rows.forEach((row, index) => {
    const values = rowOf(features, row);
    for (let column = 0; column < columns; column++) {
      data[index * columns + column] = (values[column] as number) - (mean[column] as number);
    }
  });
  return { features: { data, rows: size, columns }, weights: sampledWeights, mean };
}

/** Weighted mean of the squares of each column of a centered sample: the variances. O(rows · d) */
export function variancesOf({ features, weights }: CenteredSample): Float64Array {
  const squared = { ...features, data: features.data.map((value) => value * value) };
  const rows = Int32Array.from({ length: features.rows }, (_, row) => row);
  return weightedMean(squared, rows, weights);
}

function weightedMean(features: Matrix, rows: Int32Array, weights: Float32Array | null): Float64Array {
  const sums = new Float64Array(features.columns);
  let total = 0;
  rows.forEach((row, index) => {
    const weight = weights ? (weights[index] as number) : 1;
    const values = rowOf(features, row);
    for (let column = 0; column < sums.length; column++) {
      sums[column] = (sums[column] as number) + weight * (values[column] as number);
    }
    total += weight;
  });
  return sums.map((sum) => sum / total);
}
