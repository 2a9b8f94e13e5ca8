/**
 * Gini coefficient: 0 where all values are equal, 1 − 1/n where one has everything.
 *
 * Of gradient norms it is how much of all the gradient few examples have: the *simplicity* of a data set once a linear
 * model was trained on it.
 *
 * @param values n ≥ 0; all 0 counts as equal. O(n log n)
 */
export function concentration(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  let weighted = 0;
  sorted.forEach((value, place) => {
    sum += value;
    weighted += (2 * place + 1 - sorted.length) * value;
  });
  return sum > 0 ? Math.max(0, weighted / (sorted.length * sum)) : 0;
}
