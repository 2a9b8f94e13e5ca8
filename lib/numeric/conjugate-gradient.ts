import { addScaled, dot, norm, scale } from './vector';

/**
 * Solves A·x = b for a symmetric positive definite A of which only products are known.
 *
 * @param multiply writes A · vector into `product`
 * @param right b; not modified
 * @param tolerance stop where ‖b − A·x‖ is at most this share of ‖b‖
 * @returns x, from zero; after `maximumSteps` as far as it got, which is a descent direction still
 * Source: Hestenes and Stiefel (1952). A product and O(n) a step; in exact arithmetic at most n steps.
 */
export function solveConjugateGradient(
  multiply: (vector: Float64Array, product: Float64Array) => void,
  right: Float64Array,
  tolerance: number,
  maximumSteps: number,
): Float64Array {
  const solution = new Float64Array(right.length);
  const residual = right.slice();
  const direction = right.slice();
  const product = new Float64Array(right.length);
  const target = tolerance * norm(right);
  let squares = dot(residual, residual);
  for (let step = 0; step < maximumSteps && Math.sqrt(squares) > target; step++) {
    multiply(direction, product);
    const bend = dot(direction, product);
    if (!(bend > 0)) break;
    const length = squares / bend;
    addScaled(solution, length, direction);
    addScaled(residual, -length, product);
    const next = dot(residual, residual);
    scale(direction, next / squares);
    addScaled(direction, 1, residual);
    squares = next;
  }
  return solution;
}
