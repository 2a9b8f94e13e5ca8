import { logistic } from '../numeric/logistic';
import type { Matrix } from '../numeric/matrix';
import { multiplyRows } from '../numeric/matrix-products';

/**
 * What a linear surrogate predicts: its two probabilities σ(∓⟨θ, x⟩) of each example.
 *
 * @param parameters of the surrogate, p numbers
 * @returns n × 2. O(n · p)
 */
export function predictPool(features: Matrix, parameters: Float64Array): Matrix {
  const logits = new Float64Array(features.rows);
  multiplyRows(features, parameters, logits);
  const data = new Float32Array(2 * features.rows);
  logits.forEach((logit, row) => {
    data[2 * row] = logistic(-logit);
    data[2 * row + 1] = logistic(logit);
  });
  return { data, rows: features.rows, columns: 2 };
}
