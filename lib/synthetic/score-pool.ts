import type { Matrix } from '../numeric/matrix';
import { gini } from '../scores/gini';
import { predictPool } from './predict-pool';

/**
 * How uncertain a linear surrogate is about each example: the product's variance score, 2·p·(1 − p).
 *
 * @param parameters of the surrogate, p numbers
 * @returns one score an example. O(n · p)
 */
export function scorePool(features: Matrix, parameters: Float64Array): Float32Array {
  return gini.compute({ probabilities: predictPool(features, parameters) });
}
