import type { LabelPatterns } from './label-patterns';

/**
 * Krippendorff's alpha for classes without order: 1 − observed / expected disagreement. 1 = no disagreement, 0 = as much
 * as when votes were dealt out at random, negative = more than that.
 *
 * Why: of the customary numbers the one that takes any number of votes an example, each pair of votes on an example
 * counting the same, and corrects for few votes.
 *
 * @param patterns of items with two votes or more; items with fewer say nothing of agreement
 * @param weights how often each pattern counts; its items by default
 * @returns alpha over all classes, then of each class against all others (binary alpha); NaN where not defined: no
 *   item, one class only, and of a class that nobody, or everybody, chose. O(patterns · classes in each)
 * Source: Krippendorff, Computing Krippendorff's alpha-reliability (2011), sections C and D; binary alphas by category:
 * Krippendorff, Content Analysis, 3rd ed. (2013), section 12.3.
 */
export function krippendorffAlpha(
  patterns: LabelPatterns,
  weights: ArrayLike<number> = patterns.counts,
): { readonly alpha: number; readonly byClass: Float64Array } {
  const { classes } = patterns;
  const totals = new Float64Array(classes);
  const disagreements = new Float64Array(classes);
  let values = 0;
  for (let pattern = 0; pattern < patterns.sizes.length; pattern++) {
    const weight = weights[pattern] as number;
    if (weight === 0) continue;
    const size = patterns.sizes[pattern] as number;
    values += weight * size;
    for (
      let entry = patterns.offsets[pattern] as number;
      entry < (patterns.offsets[pattern + 1] as number);
      entry++
    ) {
      const votes = patterns.votes[entry] as number;
      const label = patterns.label[entry] as number;
      totals[label] = (totals[label] as number) + weight * votes;
      disagreements[label] =
        (disagreements[label] as number) + (weight * votes * (size - votes)) / (size - 1);
    }
  }
  const observed = disagreements.reduce((sum, value) => sum + value, 0);
  const expected = totals.reduce((sum, total) => sum + total * (values - total), 0);
  return {
    alpha: alphaOf(observed, expected, values),
    byClass: totals.map((total, label) =>
      alphaOf(2 * (disagreements[label] as number), 2 * total * (values - total), values),
    ),
  };
}

/** @param expected pairs of unequal values among all values */
function alphaOf(observed: number, expected: number, values: number): number {
  return expected <= 0 ? NaN : 1 - ((values - 1) * observed) / expected;
}
