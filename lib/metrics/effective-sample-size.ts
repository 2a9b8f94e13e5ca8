/**
 * (Σw)² / Σw²: how many equally weighted examples weigh as much. n for equal weights, near 1 where one dominates.
 *
 * @param weights ≥ 0, not all 0. Source: Kish, Survey Sampling (1965). O(n)
 */
export function effectiveSampleSize(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return (sum * sum) / squares;
}
