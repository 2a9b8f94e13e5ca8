import type { Matrix } from '../numeric/matrix';
import { expectedHessian, sandwich, tracesWith, type PackedBlocks } from './expected-hessian';
import { influenceTerms, type CurvatureForm, type InfluenceTerms } from './influence-terms';

/** What is to become small: the error of the parameters (Q = 1), or of the predictions (Q = H: twice the excess log-loss). */
export type InfluenceTarget = 'parameters' | 'predictions';

export interface InfluenceOptions {
  readonly target: InfluenceTarget;
  /** π of each row; null for all 1 */
  readonly inclusion?: Float64Array | null;
  /** whether the model has one; true unless said */
  readonly intercept?: boolean;
}

/**
 * Z(x) = Tr(Hess(x) · H_π⁻¹ Q H_π⁻¹): how much an example tells about the model that the surrogate describes, its
 * uncertainty times its leverage.
 *
 * With π = 1 it is the influence-function score E_y ‖H⁻¹ gradient‖²_Q: drawing with probability ∝ √Z and weights
 * 1 / probability is the best unbiased selection. With the π of a biased selection it is minus the derivative of its
 * risk: what has a larger Z_π is better kept. Labels are averaged out by the surrogate's own probabilities (plug-in), and
 * the model is taken to be well specified.
 *
 * The whole Hessian is taken up to 300 parameters, else one block a class; `form` says which.
 *
 * @param probabilities n × K by the surrogate
 * @param features n × d, what its last layer saw
 * @throws AppError `bad-input` for rows that differ
 * O(n · pairs · D²/2 + blocks · size³), D = d + 1; pairs are K (K − 1) / 2, or K of the block-diagonal form.
 * Source: Kolossov, Montanari, Tandon, Towards a statistical theory of data selection under weak supervision (2024);
 * Ting and Brochu, Optimal subsampling with influence functions (2018)
 */
export function influenceScores(
  probabilities: Matrix,
  features: Matrix,
  options: InfluenceOptions,
): { readonly scores: Float64Array; readonly form: CurvatureForm } {
  const terms = influenceTerms(probabilities, features, options.intercept);
  const target = targetOf(terms, options.target);
  const hessian = expectedHessian(terms, options.inclusion ?? null);
  return { scores: tracesWith(terms, sandwich(terms, hessian, target)), form: terms.form };
}

/** Q in packed form; null for the identity. */
export function targetOf(terms: InfluenceTerms, target: InfluenceTarget): PackedBlocks | null {
  return target === 'parameters' ? null : expectedHessian(terms, null);
}

/**
 * The risk of a selection, Tr(G_S H_S⁻¹ Q H_S⁻¹): n times the expected squared error of the model trained on it, for
 * large n. G_S = mean(π w² Hess), H_S = mean(π w Hess). The units hang on features and form; ratios are what counts.
 *
 * @param weights training weight of each row were it selected; null for all 1 (biased)
 */
export function selectionRisk(
  probabilities: Matrix,
  features: Matrix,
  options: InfluenceOptions & { readonly weights: Float64Array | null },
): number {
  const terms = influenceTerms(probabilities, features, options.intercept);
  const { inclusion, weights } = options;
  const selectedWeight = (row: number) =>
    (inclusion ? (inclusion[row] as number) : 1) * (weights?.[row] ?? 1);
  const hessian = expectedHessian(
    terms,
    Float64Array.from({ length: terms.rows }, (_, row) => selectedWeight(row)),
  );
  const traces = tracesWith(terms, sandwich(terms, hessian, targetOf(terms, options.target)));
  return (
    traces.reduce((sum, trace, row) => sum + selectedWeight(row) * (weights?.[row] ?? 1) * trace, 0) /
    terms.rows
  );
}
