import type { Matrix } from '../numeric/matrix';
import type { FusedScore } from '../surrogates/tensor-engine';

/** What a scoring function may look at. Which of these it needs stands in its definition. */
export interface ScoreInput {
  /** n × K, each row sums to 1 */
  readonly probabilities: Matrix;
  /** n × d, what the last layer saw; needed by gradient norms */
  readonly features?: Matrix;
  /** n class numbers, where labels are known */
  readonly labels?: Int32Array;
}

/** One entry of the registry that UI, command line and docs render. */
export interface ScoreDefinition {
  readonly name: string;
  readonly title: string;
  /** One or two plain sentences for the screen. */
  readonly description: string;
  readonly direction: 'higher is harder' | 'higher is easier';
  /** e.g. "0 … ln K" */
  readonly range: string;
  /** e.g. "O(n·K)" */
  readonly cost: string;
  readonly source: string;
  readonly needs: readonly ('probabilities' | 'features' | 'labels')[];
  /** Set where every engine computes it in the pass that makes the probabilities. */
  readonly fused?: FusedScore;
  /** One float32 per example. Pure; inputs are not modified. */
  readonly compute: (input: ScoreInput) => Float32Array;
}
