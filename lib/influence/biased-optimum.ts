import type { Matrix } from '../numeric/matrix';
import { largestRows } from '../numeric/top-k';
import { expectedHessian, sandwich, tracesWith } from './expected-hessian';
import { influenceTerms, type CurvatureForm } from './influence-terms';
import { targetOf, type InfluenceTarget } from './influence-scores';

export interface BiasedOptimum {
  /** π of each row, sums to the budget */
  readonly inclusion: Float64Array;
  /** Z_π of each row at the last but one π: minus the derivative of the risk */
  readonly scores: Float64Array;
  readonly form: CurvatureForm;
}

/**
 * The inclusion probabilities of the best selection without weights: those that make Tr(H_π⁻¹ Q) smallest, by Frank and
 * Wolfe's method. Each step puts a share 2 / (t + 3) of π on the budget's largest Z_π; the optimum is 0 or 1 for all but
 * a few rows.
 *
 * With a surrogate of few labels its lead over drawing ∝ Z is within noise (theory a.5).
 *
 * @param budget 1 … n
 * @param ids break ties of Z
 * O(iterations · (n · pairs · D²/2 + blocks · size³)); see `influenceScores`
 */
export function biasedOptimum(
  probabilities: Matrix,
  features: Matrix,
  ids: BigUint64Array,
  budget: number,
  options: { readonly target: InfluenceTarget; readonly iterations: number; readonly intercept?: boolean },
): BiasedOptimum {
  const terms = influenceTerms(probabilities, features, options.intercept);
  const target = targetOf(terms, options.target);
  const inclusion = new Float64Array(terms.rows).fill(budget / terms.rows);
  let scores: Float64Array = inclusion;
  const hessian = expectedHessian(terms, inclusion);
  const chosen = new Float64Array(terms.rows);
  for (let step = 0; step < options.iterations; step++) {
    scores = tracesWith(terms, sandwich(terms, hessian, target));
    chosen.fill(0);
    for (const row of largestRows(scores, ids, budget)) chosen[row] = 1;
    const share = 2 / (step + 3);
    // H is linear in π: only the rows that the step is for must be summed
    const ofChosen = expectedHessian(terms, chosen).values;
    moveTowards(inclusion, chosen, share);
    moveTowards(hessian.values, ofChosen, share);
  }
  return { inclusion, scores, form: terms.form };
}

function moveTowards(values: Float64Array, goal: Float64Array, share: number): void {
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as number;
    values[place] = value + share * ((goal[place] as number) - value);
  }
}
