import { MaxTree } from '../numeric/max-tree';
import type { GradientEmbedding } from './gradient-embedding';

/** Below this share of the largest squared length a residual is rounding: all directions are taken. */
const EXHAUSTED = 1e-9;

export interface CholeskyOrder {
  /** in order of choice */
  readonly rows: Int32Array;
  /** how often all directions were taken and the choice began anew among those left */
  readonly resets: number;
}

/**
 * Again and again the example whose gradient has the largest part outside the span of those chosen: the pivots of a
 * Cholesky factorization of the gradients' kernel, which is the greedy most probable set of a determinantal point
 * process.
 *
 * The kernel's rank is at most (K − 1) · (d + 1). Past it residuals are rounding and would pick duplicates; there the
 * factorization begins anew among what is left. Residuals only ever fall, so an example's row of the factor is computed
 * only as far as its residual is the largest of all, and kept only once it was begun.
 *
 * @returns `budget` rows in order of choice; a smaller budget gives their beginning. At most
 * O(n · budget · (budget + K + d)) time and O(n · budget) memory, in practice small parts of both
 * Source: Chen, Zhang, Zhou, Fast greedy MAP inference for determinantal point processes (2018)
 */
export function pivotedCholesky(embedding: GradientEmbedding, budget: number): CholeskyOrder {
  const chosen = new Int32Array(budget);
  const isChosen = new Uint8Array(embedding.rows);
  let count = 0;
  let resets = -1;
  while (count < budget) {
    resets++;
    const residuals = embedding.squaredNorms.map((norm, row) => (isChosen[row] ? -1 : norm));
    const tree = new MaxTree(residuals);
    const exhausted = EXHAUSTED * (residuals[tree.top()] as number);
    const factorization: Pivot[] = [];
    /** rows of the factor, as far as computed */
    const factors = new Map<number, number[]>();
    while (count < budget) {
      const row = tree.top();
      const residual = residuals[row] as number;
      const factor = factors.get(row) ?? [];
      factors.set(row, factor);
      if (factor.length < factorization.length) {
        const rival = tree.topBeside(row);
        const bound = rival < 0 ? -Infinity : (residuals[rival] as number);
        tree.set(row, extendFactor(embedding, row, factor, factorization, residual, bound));
        continue;
      }
      if (residual <= exhausted && factorization.length > 0) break;
      factorization.push({ row, factor, length: Math.sqrt(residual) });
      chosen[count++] = row;
      isChosen[row] = 1;
      tree.set(row, -1);
    }
  }
  return { rows: chosen, resets: Math.max(0, resets) };
}

interface Pivot {
  readonly row: number;
  readonly factor: readonly number[];
  /** of its part outside the span of those before */
  readonly length: number;
}

/** Lengthens a row of the factor, until it is whole or its residual falls below the bound; returns the residual. */
function extendFactor(
  embedding: GradientEmbedding,
  row: number,
  factor: number[],
  pivots: readonly Pivot[],
  residual: number,
  bound: number,
): number {
  let rest = residual;
  while (factor.length < pivots.length && rest >= bound) {
    const pivot = pivots[factor.length] as Pivot;
    let product = embedding.residualProduct(row, pivot.row) * embedding.inputProduct(row, pivot.row);
    for (let place = 0; place < factor.length; place++) {
      product -= (factor[place] as number) * (pivot.factor[place] as number);
    }
    const entry = pivot.length > 0 ? product / pivot.length : 0;
    factor.push(entry);
    rest = Math.max(0, rest - entry * entry);
  }
  return rest;
}
