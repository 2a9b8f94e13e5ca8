import type { z } from 'zod';
import type { Matrix } from '../numeric/matrix';

/** What a scheme may look at beside a score. */
export type SchemeNeed = 'probabilities' | 'features' | 'labeled';

/** What a scheme chooses from. Everything is indexed by row. */
export interface SelectionInput {
  /** One number per example, higher = sooner chosen by the hard schemes; null where the scheme needs none. */
  readonly scores: Float32Array | null;
  /** Stable 64-bit example ids (row numbers, or the hash of the example's key). Ties and permanent random numbers hang on them, never on the row. */
  readonly ids: BigUint64Array;
  /** How many examples to choose, 1 … n. */
  readonly budget: number;
  /** Seed of the permanent random numbers. */
  readonly seed: number;
  /** n × K, by the surrogate; given where the scheme needs `probabilities`. */
  readonly probabilities?: Matrix | undefined;
  /** n × d, what the surrogate's last layer saw; given where the scheme needs `features`. */
  readonly features?: Matrix | undefined;
  /** m × d features of the examples that have labels already (m may be 0); given where the scheme needs `labeled`. */
  readonly labeledFeatures?: Matrix | undefined;
}

/** The chosen examples in order of choice. */
export interface Selected {
  readonly rows: Int32Array;
  /** In (0, 1]; null where the scheme has no closed form or is deterministic. */
  readonly inclusionProbabilities: Float64Array | null;
  /** Training weight of each chosen example; 1 unless inverse-probability weighting is asked for. */
  readonly weights: Float64Array;
}

/** One entry of the registry of schemes. */
export interface Scheme<Parameters = unknown> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly source: string;
  /** True where the same scores give the same rows whatever the seed. */
  readonly deterministic: boolean;
  /** Name of the score the scheme acts on unless another is named; null where it needs none. */
  readonly defaultScore: string | null;
  /** What it looks at beside the score. */
  readonly needs: readonly SchemeNeed[];
  /** zod schema of its parameters, with defaults. */
  readonly parameters: z.ZodType<Parameters>;
  readonly select: (input: SelectionInput, parameters: Parameters) => Selected;
}
