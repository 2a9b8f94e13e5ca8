import { gatherRows, rowOf, type Matrix } from '../numeric/matrix';
import type { SoftmaxData } from './tensor-engine';

/** Some rows of the features. */
export interface RowSample {
  readonly features: Matrix;
  readonly weights: Float32Array | null;
}

/** Up to `count` evenly spaced rows. O(count · d) */
export function sampleRows({ features, weights }: SoftmaxData, count: number): RowSample {
  if (features.rows <= count) return { features, weights };
  const rows = Int32Array.from({ length: count }, (_, index) => Math.floor((index * features.rows) / count));
  return {
    features: gatherRows(features, rows),
    weights: weights && Float32Array.from(rows, (row) => weights[row] as number),
  };
}

/** The sample minus its weighted mean, as a copy, and that mean. O(rows · d) */
export function centerSample(sample: RowSample): RowSample & { readonly mean: Float64Array } {
  const { features, weights } = sample;
  const mean = columnMeans(features, weights);
  const data = features.data.slice();
  for (let place = 0; place < data.length;) {
    for (let column = 0; column < mean.length; column++, place++) {
      data[place] = (data[place] as number) - (mean[column] as number);
    }
  }
  return { features: { ...features, data }, weights, mean };
}

/** Weighted mean of the squares of each column: of a centered sample the variances. O(rows · d) */
export function meanSquares({ features, weights }: RowSample): Float64Array {
  return columnMeans({ ...features, data: features.data.map((value) => value * value) }, weights);
}

/** Weighted mean of each column. O(rows · d) */
export function columnMeans(features: Matrix, weights: Float32Array | null): Float64Array {
  const sums = new Float64Array(features.columns);
  let total = 0;
  for (let row = 0; row < features.rows; row++) {
    const weight = weights ? (weights[row] as number) : 1;
    const values = rowOf(features, row);
    for (let column = 0; column < sums.length; column++) {
      sums[column] = (sums[column] as number) + weight * (values[column] as number);
    }
    total += weight;
  }
  return sums.map((sum) => sum / total);
}
