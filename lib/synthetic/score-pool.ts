import { logistic } from '../numeric/logistic';
import type { Matrix } from '../numeric/matrix';
import { multiplyRows } from '../numeric/matrix-products';
import { gini } from '../scores/gini';

/**
 * How uncertain a linear surrogate is about each example: the product's variance score, 2·p·(1 − p), of its two
 * probabilities σ(±⟨θ, x⟩).
 *
 * @param parameters of the surrogate, p numbers
 * @returns one score an example. O(n · p)
 */
export function scorePool(features: Matrix, parameters: Float64Array): Float32Array {
  const logits = new Float64Array(features.rows);
  multiplyRows(features, parameters, logits);
  const data = new Float32Array(2 * features.rows);
  logits.forEach((logit, row) => {
    data[2 * row] = logistic(-logit);
    data[2 * row + 1] = logistic(logit);
  });
  return gini.compute({ probabilities: { data, rows: features.rows, columns: 2 } });
}
