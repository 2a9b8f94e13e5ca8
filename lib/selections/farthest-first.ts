import type { Matrix } from '../numeric/matrix';
import { MaxTree } from '../numeric/max-tree';
import { squaredDistanceBelow, squaredNorms } from '../numeric/row-products';

/**
 * Farthest first: again and again the example whose nearest centre is farthest away, which then is a centre itself.
 *
 * A distance to the nearest centre only ever falls. So each example carries its distance to the centres that it has met
 * so far, an upper bound, and meets further ones only while that bound is the largest of all: what is close to an early
 * centre never meets the others. The result is that of computing all distances. Norms rule out most centres, a few
 * columns most of the rest.
 *
 * @param features n × d; of equally far examples the first row is taken
 * @param covered m × d, centres before any example is chosen
 * @param start the first to choose where nothing is covered
 * @returns `budget` rows in order of choice. At most O(n · (m + budget) · d), in practice a small part of it
 * Source: Gonzalez (1985); Sener and Savarese, Active learning for convolutional neural networks: a core-set approach (2018)
 */
export function farthestFirst(features: Matrix, covered: Matrix, start: number, budget: number): Int32Array {
  const norms = squaredNorms(features).map(Math.sqrt);
  const coveredNorms = squaredNorms(covered).map(Math.sqrt);
  const chosen = new Int32Array(budget);
  let count = 0;
  const nearest = new Float64Array(features.rows).fill(Infinity);
  /** how many of the centres, covered ones first, each example has met */
  const met = new Int32Array(features.rows);
  if (covered.rows === 0) {
    chosen[count++] = start;
    nearest[start] = -1;
  }
  const tree = new MaxTree(nearest);

  /** Meets centres until all are met, or the bound falls below that of another example. */
  const meet = (row: number): void => {
    const centres = covered.rows + count;
    const rival = tree.topBeside(row);
    const rivalBound = rival < 0 ? -Infinity : (nearest[rival] as number);
    let bound = nearest[row] as number;
    let next = met[row] as number;
    for (; next < centres && bound >= rivalBound; next++) {
      const isCovered = next < covered.rows;
      const centre = isCovered ? next : (chosen[next - covered.rows] as number);
      const centreNorm = (isCovered ? coveredNorms : norms)[centre] as number;
      if ((centreNorm - (norms[row] as number)) ** 2 > bound * SAFETY) continue;
      const squared = squaredDistanceBelow(features, row, isCovered ? covered : features, centre, bound);
      if (squared < bound) bound = squared;
    }
    met[row] = next;
    tree.set(row, bound);
  };

  while (count < budget) {
    const row = tree.top();
    if ((met[row] as number) < covered.rows + count) {
      meet(row);
    } else {
      chosen[count++] = row;
      tree.set(row, -1);
    }
  }
  return chosen;
}

/** Norms are rounded: they rule out only what is farther by more than that. */
const SAFETY = 1 + 1e-9;
