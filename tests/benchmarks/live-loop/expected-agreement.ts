import type { SimulatedAnnotator } from './simulated-annotator';

/** One example and the people who answered it. */
export interface AnsweredExample {
  readonly truth: number;
  readonly annotators: readonly SimulatedAnnotator[];
}

/**
 * The kappa that these people must show by the error rates they were given: chance-corrected agreement of any two
 * answers to one example, 1 − (expected disagreement within examples) / (expected disagreement of any two answers).
 * It knows the confusion matrices and the truths, and none of the answers.
 *
 * @param examples answered at least twice each
 */
export function expectedAgreement(examples: readonly AnsweredExample[], classes: number): number {
  let pairs = 0;
  let agreeing = 0;
  let votes = 0;
  const marginal = new Float64Array(classes);
  for (const { truth, annotators } of examples) {
    const rows = annotators.map(({ confusion }) =>
      confusion.subarray(truth * classes, (truth + 1) * classes),
    );
    // Each example weighs as many votes as it has, as in Krippendorff's alpha.
    const weight = 1 / (rows.length - 1);
    rows.forEach((row, index) => {
      votes++;
      row.forEach((probability, label) => {
        marginal[label] = (marginal[label] as number) + probability;
      });
      for (const other of rows.slice(index + 1)) {
        pairs += 2 * weight;
        agreeing += 2 * weight * row.reduce((sum, value, label) => sum + value * (other[label] as number), 0);
      }
    });
  }
  const chance = marginal.reduce((sum, count) => sum + (count / votes) ** 2, 0);
  return 1 - (1 - agreeing / pairs) / (1 - chance);
}
