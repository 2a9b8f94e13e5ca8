import { z } from 'zod';
import type { ExampleView } from './example';
import type { InclusionProbabilities, SchemeFamily, SchemeNeed } from '../selections/scheme';
import type { ParameterInfo } from './parameters';

export const selectionRequestSchema = z.object({
  projectId: z.string(),
  /** null only for schemes that need no score */
  scoreSetId: z.string().nullable(),
  /** whose probabilities are looked at, for schemes that need them but no score; else it is the score's */
  surrogateId: z.string().nullable().default(null),
  /** whose features are looked at, for schemes that need no surrogate; the newest unless named */
  featureSetId: z.string().nullable().default(null),
  scheme: z.string(),
  parameters: z.record(z.string(), z.unknown()).default({}),
  /** examples to choose among the unlabeled pool */
  budget: z.number().int().positive(),
  seed: z.number().int().nonnegative().default(1),
});
export type SelectionRequest = z.infer<typeof selectionRequestSchema>;

/** A registry entry of lib/selections as the screen sees it. */
export interface SchemeInfo {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly family: SchemeFamily;
  readonly source: string;
  readonly deterministic: boolean;
  /** score that it acts on unless another is named; null = needs none */
  readonly defaultScore: string | null;
  /** what it looks at beside a score */
  readonly needs: readonly SchemeNeed[];
  readonly inclusionProbabilities: InclusionProbabilities;
  /** with its default parameters a smaller budget gives a beginning of a larger one */
  readonly nested: boolean;
  /** e.g. "O(n·budget·d)" */
  readonly cost: string;
  /** fields the screen asks for */
  readonly parameters: readonly ParameterInfo[];
}

export interface SelectionPreview {
  /** examples chosen: as many as asked for, but by Poisson drawing */
  readonly budget: number;
  /** unlabeled pool examples that can be selected */
  readonly available: number;
  readonly share: number;
  readonly cost: number | null;
  readonly currency: string;
  /** the first chosen, in order of choice */
  readonly examples: readonly ExampleView[];
  /** predicted class counts in the selection and expected in a random one of the same size; null without a surrogate */
  readonly classBalance:
    readonly { readonly label: number; readonly selected: number; readonly random: number }[] | null;
  /** entropy in bits of the predicted classes of the selection */
  readonly predictedEntropy: number | null;
  /** share of the selection that random selection with the same seed chose too, and what chance alone gives */
  readonly overlapWithRandom: number;
  readonly overlapByChance: number;
  /** (Σw)²/Σw² */
  readonly effectiveSampleSize: number;
  /** what must be known of this choice, in sentences */
  readonly notes: readonly string[];
}

export interface SelectionView {
  readonly id: string;
  readonly scheme: string;
  readonly schemeTitle: string;
  readonly scoreName: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly budget: number;
  readonly seed: number;
  readonly batchId: string | null;
  readonly createdAt: Date;
}
