import type { z } from 'zod';
import type { Matrix } from '../numeric/matrix';
import type { Passes, PoolSize } from './passes';

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
  /** As many as the budget; another number only by Poisson drawing. */
  readonly rows: Int32Array;
  /** In (0, 1]; null where the scheme has none. */
  readonly inclusionProbabilities: Float64Array | null;
  /** Training weight of each chosen example; 1 unless inverse-probability weighting is asked for. */
  readonly weights: Float64Array;
  /** Sentences on this choice that whoever uses it must know, e.g. how many were topped up at random. */
  readonly notes?: readonly string[];
}

/** What a choice's cost hangs on. */
export interface ChoiceSize {
  readonly rows: number;
  readonly budget: number;
  /** columns of the features */
  readonly dimension: number;
  readonly classes: number;
}

/** What schemes have in common, as a screen groups them; in the order in which it does. */
export const SCHEME_FAMILIES = ['random', 'by score', 'by probability', 'balanced', 'diverse'] as const;
export type SchemeFamily = (typeof SCHEME_FAMILIES)[number];

/**
 * exact: the probability that the example is chosen, over seeds. conditional: given the largest key left out, which is
 * as good for weights. none: the scheme is deterministic, or its probabilities have no form that can be computed.
 */
export type InclusionProbabilities = 'exact' | 'conditional' | 'none';

/** One entry of the registry of schemes. */
export interface Scheme<Parameters = unknown> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly family: SchemeFamily;
  readonly source: string;
  /** True where the same scores give the same rows whatever the seed. */
  readonly deterministic: boolean;
  /** 1 at first, raised by one when the same input begins to give other rows, so that old results are not taken for new ones. */
  readonly revision: number;
  /** Name of the scheme that takes the other end of the same score; null where there is none. */
  readonly opposite: string | null;
  /** Name of the score the scheme acts on unless another is named; null where it needs none. */
  readonly defaultScore: string | null;
  /** What it looks at beside the score. */
  readonly needs: readonly SchemeNeed[];
  readonly inclusionProbabilities: InclusionProbabilities;
  /** Whether a smaller budget of the same seed gives a beginning of a larger one's rows. */
  readonly nested: (parameters: Parameters) => boolean;
  /** e.g. "O(n·budget·d)" */
  readonly cost: string;
  /** Multiplications, roughly: what tells a fast choice from one of minutes. */
  readonly work: (size: ChoiceSize, parameters: Parameters) => number;
  /** zod schema of its parameters, with defaults. */
  readonly parameters: z.ZodType<Parameters>;
  readonly select: (input: SelectionInput, parameters: Parameters) => Selected;
  /** The same choice of a pool that nobody holds, in passes over its shards; null where the whole pool is needed at once. */
  readonly passes: (pool: PoolSize, parameters: Parameters) => Passes | null;
}
