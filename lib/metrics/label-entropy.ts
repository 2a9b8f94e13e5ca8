/**
 * Entropy in bits of the class counts: log2 K where all classes are equally frequent, 0 where there is one.
 *
 * A selection with a lower value than random selection is skewed towards some classes.
 *
 * @param labels class numbers in 0 … classes − 1; none gives 0. O(n + K)
 */
export function labelEntropy(labels: ArrayLike<number>, classes: number): number {
  const counts = new Float64Array(classes);
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] as number;
    counts[label] = (counts[label] as number) + 1;
  }
  let entropy = 0;
  for (const count of counts) {
    if (count > 0) entropy -= (count / labels.length) * Math.log2(count / labels.length);
  }
  return Math.max(0, entropy);
}
