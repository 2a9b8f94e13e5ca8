import { ClassRounds } from './class-rounds';
import type { GradientEmbedding } from './gradient-embedding';

/**
 * Again and again the example with the largest length · (1 − cos²), cos² that of the angle between its gradient and the
 * nearest direction chosen so far. That factor only ever falls, so an example meets the chosen ones only while its last
 * known value is the largest of all.
 *
 * @param balanced whether predicted classes take turns
 * @returns `budget` rows in order of choice; a smaller budget gives their beginning. At most O(n · budget · (K + d))
 * Source: Vodrahalli, Li, Malik, Are all training examples created equal? (2018), section 6 names orthogonal gradients
 * and label entropy as future work
 */
export function orthogonalOrder(embedding: GradientEmbedding, budget: number, balanced: boolean): Int32Array {
  const { squaredNorms } = embedding;
  const lengths = squaredNorms.map(Math.sqrt);
  const rounds = new ClassRounds(lengths, balanced ? embedding.predicted : null);
  const chosen = new Int32Array(budget);
  const met = new Int32Array(embedding.rows);
  /** cos² with the nearest of those met */
  const alike = new Float64Array(embedding.rows);
  for (let count = 0; count < budget;) {
    const row = rounds.top();
    let next = met[row] as number;
    if (next === count) {
      chosen[count++] = row;
      rounds.take(row);
      continue;
    }
    const rival = rounds.rivalOf(row);
    const length = lengths[row] as number;
    let nearest = alike[row] as number;
    for (; next < count && length * (1 - nearest) >= rival; next++) {
      nearest = Math.max(nearest, squaredCosine(embedding, row, chosen[next] as number, nearest));
    }
    met[row] = next;
    alike[row] = nearest;
    rounds.set(row, length * (1 - nearest));
  }
  return chosen;
}

/** cos² of the angle between two gradients, or 0 where it is surely at most `known`; 0 where one has no length. */
function squaredCosine(embedding: GradientEmbedding, left: number, right: number, known: number): number {
  const norms = (embedding.squaredNorms[left] as number) * (embedding.squaredNorms[right] as number);
  if (norms === 0) return 0;
  const residual = embedding.residualProduct(left, right);
  if ((residual * embedding.inputBound(left, right)) ** 2 <= known * norms) return 0;
  return Math.min(1, (residual * embedding.inputProduct(left, right)) ** 2 / norms);
}
