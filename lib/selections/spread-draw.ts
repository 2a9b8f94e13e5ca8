import type { Random } from '../numeric/random';
import { SumTree } from '../numeric/sum-tree';
import type { GradientEmbedding } from './gradient-embedding';

/**
 * k-means++ on gradient embeddings (BADGE): first the longest gradient, then each in proportion to its squared distance
 * from the nearest chosen one.
 *
 * A squared distance to the nearest only ever falls. So it is drawn in proportion to an upper bound, the distance to
 * those chosen that the example has met; the example that is drawn meets the rest, and is chosen with probability
 * (distance now) / (bound it was drawn by), else drawn again. That is the same law, and only examples that are drawn ever
 * meet more than the first.
 *
 * Where all that is left equals a chosen one, the order is that of the rows.
 *
 * @returns `budget` rows in order of choice; a smaller budget gives their beginning. At most O(n · budget · (K + d)), in
 * practice O(n · (K + d) + budget² · (K + d))
 * Source: Ash et al., Deep batch active learning by diverse, uncertain gradient lower bounds (2020); Arthur and
 * Vassilvitskii, k-means++ (2007)
 */
export function drawSpreadOut(embedding: GradientEmbedding, budget: number, random: Random): Int32Array {
  const { rows, squaredNorms } = embedding;
  const chosen = new Int32Array(budget);
  const isChosen = new Uint8Array(rows);
  let count = 0;
  const choose = (row: number): void => {
    chosen[count++] = row;
    isChosen[row] = 1;
  };
  const first = squaredNorms.reduce(
    (best, norm, row) => (norm > (squaredNorms[best] as number) ? row : best),
    0,
  );
  choose(first);
  const bounds = Float64Array.from({ length: rows }, (_, row) =>
    row === first ? 0 : distanceBelow(embedding, row, first, Infinity),
  );
  const tree = new SumTree(bounds);
  /** how many of the chosen each example has met */
  const met = new Int32Array(rows).fill(1);

  while (count < budget && tree.total > 0) {
    const row = tree.draw(random.uniform());
    const bound = tree.weight(row);
    const needed = random.uniform() * bound;
    let distance = bound;
    let next = met[row] as number;
    for (; next < count && distance >= needed; next++) {
      distance = Math.min(distance, distanceBelow(embedding, row, chosen[next] as number, distance));
    }
    met[row] = next;
    const isAccepted = next === count && distance >= needed && distance > 0;
    if (isAccepted) choose(row);
    tree.set(row, isAccepted ? 0 : distance);
  }
  for (let row = 0; row < rows && count < budget; row++) if (!isChosen[row]) choose(row);
  return chosen;
}

/** Squared distance of two gradients, or Infinity where it is surely `limit` or more: told by norms and classes first. */
function distanceBelow(embedding: GradientEmbedding, left: number, right: number, limit: number): number {
  const leftNorm = embedding.squaredNorms[left] as number;
  const rightNorm = embedding.squaredNorms[right] as number;
  const norms = leftNorm + rightNorm;
  if (norms - 2 * Math.sqrt(leftNorm * rightNorm) > limit * SAFETY) return Infinity;
  const residual = embedding.residualProduct(left, right);
  const product = Math.abs(residual) * embedding.inputBound(left, right);
  if (norms - 2 * product > limit * SAFETY) return Infinity;
  const squared = norms - 2 * residual * embedding.inputProduct(left, right);
  return squared <= norms * ROUNDING ? 0 : squared;
}

/** Bounds are rounded: they rule out only what is farther by more than that. */
const SAFETY = 1 + 1e-9;
/** Below this share of the norms a distance is rounding only: the two are the same gradient. */
const ROUNDING = 1e-12;
