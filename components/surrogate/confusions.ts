/** One pair of classes that the model takes for one another. */
export interface Confusion {
  readonly actual: number;
  readonly predicted: number;
  readonly examples: number;
  /** of all examples of the actual class */
  readonly share: number;
}

/** Examples of each class, in the order of the classes. */
export function classTotals(confusion: readonly (readonly number[])[]): readonly number[] {
  return confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
}

/** Share of wrong predictions of each class; null where the test split has no example of it. */
export function classErrors(confusion: readonly (readonly number[])[]): readonly (number | null)[] {
  const totals = classTotals(confusion);
  return confusion.map((row, actual) => {
    const total = totals[actual] ?? 0;
    return total === 0 ? null : 1 - (row[actual] ?? 0) / total;
  });
}

/** The wrong pairs, most frequent first; pairs that never happen are left out. */
export function mostFrequentConfusions(
  confusion: readonly (readonly number[])[],
  limit: number,
): readonly Confusion[] {
  const totals = classTotals(confusion);
  return confusion
    .flatMap((row, actual) =>
      row.map((examples, predicted) => ({
        actual,
        predicted,
        examples,
        share: examples / (totals[actual] || 1),
      })),
    )
    .filter(({ actual, predicted, examples }) => actual !== predicted && examples > 0)
    .sort((left, right) => right.examples - left.examples)
    .slice(0, limit);
}
