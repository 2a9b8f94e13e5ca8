import { BitMatrix } from '../numeric/bit-matrix';
import { kMeans } from '../numeric/k-means';
import type { Matrix } from '../numeric/matrix';
import { MaxTree } from '../numeric/max-tree';
import { squaredDistanceBelow } from '../numeric/row-products';

/** Share of the balls that are to hold one cluster only. */
const PURITY = 0.95;

/** Each row at length 1; rows of length 0 stay. O(n · d) */
export function normalizeRows({ data, rows, columns }: Matrix): Matrix {
  const normalized = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let place = row * columns; place < (row + 1) * columns; place++)
      squares += (data[place] as number) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let place = row * columns; place < (row + 1) * columns; place++) {
      normalized[place] = (data[place] as number) * scale;
    }
  }
  return { data: normalized, rows, columns };
}

/**
 * The largest radius at which 95 % of the balls around examples hold one cluster only, clusters of k-means standing for
 * classes that nobody knows yet: the 5 % quantile of the distance to the nearest example of another cluster. O(n² · d)
 */
export function pureRadius(features: Matrix, clusters: number, seed: number): number {
  const { assignment } = kMeans(features, clusters, seed);
  const nearest = new Float64Array(features.rows).fill(Infinity);
  for (let row = 1; row < features.rows; row++) {
    for (let other = 0; other < row; other++) {
      if (assignment[row] === assignment[other]) continue;
      const limit = Math.max(nearest[row] as number, nearest[other] as number);
      const squared = squaredDistanceBelow(features, row, features, other, limit);
      if (squared < (nearest[row] as number)) nearest[row] = squared;
      if (squared < (nearest[other] as number)) nearest[other] = squared;
    }
  }
  const sorted = nearest.sort();
  const radius = Math.sqrt(sorted[Math.floor((1 - PURITY) * sorted.length)] as number);
  return Number.isFinite(radius) ? radius : 0;
}

/**
 * Greedy maximum coverage: again and again the example whose ball of this radius holds most examples that no ball covers
 * yet, the first row of equal ones; where all are covered, the first row left. The greedy set covers at least 1 − 1/e of
 * what any set of its size covers.
 *
 * @param features n × d
 * @param covered m × d; their balls cover from the start
 * @returns `budget` rows in order of choice. O(n² · d) at most; memory n² bits, however large the balls
 */
export function coverByBalls(features: Matrix, covered: Matrix, radius: number, budget: number): Int32Array {
  const limit = radius * radius;
  const near = (row: number, of: Matrix, other: number): boolean =>
    squaredDistanceBelow(features, row, of, other, limit) < limit;
  const balls = new BitMatrix(features.rows);
  const gains = new Float64Array(features.rows).fill(1);
  for (let row = 0; row < features.rows; row++) {
    balls.set(row, row);
    for (let other = 0; other < row; other++) {
      if (!near(row, features, other)) continue;
      balls.set(row, other);
      balls.set(other, row);
      gains[row] = (gains[row] as number) + 1;
      gains[other] = (gains[other] as number) + 1;
    }
  }
  const tree = new MaxTree(gains);
  const isCovered = new Uint8Array(features.rows);
  const cover = (row: number): void => {
    if (isCovered[row]) return;
    isCovered[row] = 1;
    balls.forEach(row, (other) => {
      if ((gains[other] as number) > 0) tree.set(other, (gains[other] as number) - 1);
    });
  };
  for (let row = 0; row < features.rows; row++) {
    for (let label = 0; label < covered.rows && !isCovered[row]; label++) {
      if (near(row, covered, label)) cover(row);
    }
  }
  return Int32Array.from({ length: budget }, () => {
    const row = tree.top();
    balls.forEach(row, cover);
    tree.set(row, -1);
    return row;
  });
}
