import type { Matrix } from '../numeric/matrix';
import type { NetworkEngine } from './network-engine';

/** The engines in the order in which they are tried; `WINNOW_ENGINE` forces one. */
export const ENGINE_NAMES = ['tfjs-node-gpu', 'onnx', 'tfjs-node', 'tfjs-wasm', 'cpu'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** What computed the numbers; shown in the UI and in every report. */
export interface EngineInfo {
  readonly name: EngineName;
  readonly title: string;
  readonly version: string;
  readonly device: 'gpu' | 'cpu';
  readonly threads: number;
}

/** The data of one softmax regression: one feature row, one label and one weight an example. */
export interface SoftmaxData {
  /** n × d */
  readonly features: Matrix;
  /** n class numbers in 0 … classes − 1 */
  readonly labels: Int32Array;
  /** n weights > 0, or null for all one */
  readonly weights: Float32Array | null;
  readonly classes: number;
}

/**
 * The data term of the objective, (1/Σw) Σ w · cross-entropy, and its gradient. The ridge is added above, in lib.
 *
 * Parameters are (d + 1) × K values, row-major: d rows of weights, then the row of biases.
 */
export interface SoftmaxObjective {
  readonly parameterCount: number;
  evaluate(parameters: Float64Array): Promise<{ loss: number; gradient: Float64Array }>;
  dispose(): void;
}

export type Precision = 'single' | 'double';

/** Scores that an engine computes in the same pass as the probabilities (definitions: lib/scores). */
export const FUSED_SCORES = ['entropy', 'margin', 'least-confidence', 'gini', 'gradient-norm'] as const;
export type FusedScore = (typeof FUSED_SCORES)[number];

export interface ScoreRequest {
  readonly features: Matrix;
  /** (d + 1) × K, see SoftmaxObjective */
  readonly parameters: Float64Array;
  readonly classes: number;
  readonly scores: readonly FusedScore[];
}

export interface ScoreResult {
  /** n × K, each row sums to 1 */
  readonly probabilities: Matrix;
  /** one value an example for each score asked for */
  readonly scores: Partial<Record<FusedScore, Float32Array>>;
}

/** The one port behind which numbers are crunched. Implemented in server/tensor, used by lib. */
export interface TensorEngine extends NetworkEngine {
  readonly info: EngineInfo;
  /**
   * @param precision `single` unless given: what an engine is fast in. In `double` the features stay float32, and all
   * that is computed of them is float64: some times slower, for where single precision allows no further progress.
   */
  softmaxObjective(data: SoftmaxData, precision?: Precision): Promise<SoftmaxObjective>;
  score(request: ScoreRequest): Promise<ScoreResult>;
  /**
   * (1/Σw) Σ w · x xᵀ: d × d values, row-major, symmetric. Weights ≥ 0, or null for all one. The solver preconditions
   * with it, so float32 sums suffice; callers pass as many rows as they want to pay for, O(n·d²).
   */
  secondMoment(features: Matrix, weights: Float32Array | null): Promise<Float32Array>;
  /** features · axes + offset: n × r values of axes d × r and r offsets. In float32, O(n·d·r). */
  project(features: Matrix, axes: Matrix, offset: Float32Array): Promise<Matrix>;
  dispose(): Promise<void>;
}
