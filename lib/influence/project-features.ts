import type { Matrix } from '../numeric/matrix';
import { createRandom } from '../numeric/random';

/**
 * The features themselves, or random projections of them to `dimensions` columns where they have more: products of rows
 * are kept on average. O(n · d · dimensions).
 *
 * The projection hangs on the seed and the shape only, so that rows are projected alike in any order and shard.
 * Source: Johnson and Lindenstrauss (1984); signs instead of normals: Achlioptas (2003)
 */
export function projectFeatures(features: Matrix, dimensions: number, seed: number): Matrix {
  const { data, rows, columns } = features;
  if (columns <= dimensions) return features;
  const random = createRandom(seed, 'feature projection', `${columns} to ${dimensions}`);
  const scale = 1 / Math.sqrt(dimensions);
  const signs = Float64Array.from({ length: columns * dimensions }, () =>
    random.integer(2) ? scale : -scale,
  );
  const projected = new Float32Array(rows * dimensions);
  const sums = new Float64Array(dimensions);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column] as number;
      if (value === 0) continue;
      const start = column * dimensions;
      for (let place = 0; place < dimensions; place++) {
        sums[place] = (sums[place] as number) + value * (signs[start + place] as number);
      }
    }
    projected.set(sums, row * dimensions);
  }
  return { data: projected, rows, columns: dimensions };
}
