import type { z } from 'zod';
import type { Matrix } from '../numeric/matrix';
import type { FusedScore } from '../surrogates/tensor-engine';
import type { LayerTrace } from './layer-trace';

/** One model's view of n examples. */
export interface ModelOutput {
  /** n × K, each row sums to 1 */
  readonly probabilities: Matrix;
  /** n × d, what the last layer saw (without the bias's 1) */
  readonly features?: Matrix | undefined;
  /** all layers of a network; a softmax regression has one, which `features` tells */
  readonly trace?: LayerTrace | undefined;
}

/** What a scoring function may look at. Which of these it needs stands in its definition. */
export interface ScoreInput extends ModelOutput {
  /** n class numbers, where labels are known */
  readonly labels?: Int32Array | undefined;
  /** several models over the same examples, for scores that average over them; without it the one above */
  readonly models?: readonly ModelOutput[] | undefined;
  /** ridge λ that the model was fitted with, for scores that use its Hessian */
  readonly ridge?: number | undefined;
}

/** `layers`: a network's trace; of a softmax regression its features are enough. */
export type ScoreNeed = 'probabilities' | 'features' | 'labels' | 'layers';

/** One run of a score over one pool, which may come in shards of any size: the values do not depend on the cuts. */
export interface ScoreRun {
  /** Given where the whole pool must be seen before the first value: every shard once, in order. */
  readonly survey?: ((shard: ScoreInput) => void) | undefined;
  /** What was surveyed so far, null for nothing: numbers that add up, place by place, over the shards of a pool. */
  readonly surveyed?: (() => Float64Array | null) | undefined;
  /** In place of a survey: what surveys of all shards add up to. */
  readonly resume?: ((surveyed: Float64Array) => void) | undefined;
  /** One float32 per example of the shard. Pure; inputs are not modified. */
  readonly compute: (shard: ScoreInput) => Float32Array;
  /** Given where the values of the whole pool are made over at the end; NaN (no value) stays NaN. */
  readonly finish?: ((values: Float32Array) => Float32Array) | undefined;
  /** After the first values: how it was computed where that depends on the size, e.g. "block-diagonal"; a word for reports. */
  readonly method?: (() => string) | undefined;
}

/** What registry entries and scores ready to run say of themselves. */
interface ScoreFacts {
  readonly name: string;
  readonly title: string;
  /** One or two plain sentences for the screen. */
  readonly description: string;
  readonly direction: 'higher is harder' | 'higher is easier' | 'higher is more informative';
  /** e.g. "0 … ln K" */
  readonly range: string;
  /** e.g. "O(n·K)" */
  readonly cost: string;
  readonly source: string;
}

/** One entry of the registry that UI, command line and docs render. */
export interface ScoreDefinition<Parameters = unknown> extends ScoreFacts {
  /** What it needs with these parameters. */
  readonly needs: (parameters: Parameters) => readonly ScoreNeed[];
  /** Set where every engine computes it, with default parameters, in the pass that makes the probabilities. */
  readonly fused?: FusedScore | undefined;
  /** zod schema of its parameters: numbers and choices, each with title and default. */
  readonly parameters: z.ZodType<Parameters>;
  readonly begin: (parameters: Parameters) => ScoreRun;
  /** Given where the range is another one with other parameters; `range` is that with the defaults. */
  readonly rangeOf?: ((parameters: Parameters) => string) | undefined;
}

/** A score ready to run: a definition with its parameters and the options that all scores have. */
export interface Score extends ScoreFacts {
  /** As it is asked for, stored and reported: the definition's name, and after a colon all that is not at its default. */
  readonly name: string;
  readonly needs: readonly ScoreNeed[];
  /** name of the registry's entry */
  readonly registryName: string;
  /** Set where the engines compute just this in the pass that makes the probabilities. */
  readonly fused?: FusedScore | undefined;
  readonly begin: () => ScoreRun;
  /** The whole pool at once. */
  readonly compute: (input: ScoreInput) => Float32Array;
}
