import { z } from 'zod';
import type { ExampleView } from './example';
import type { ParameterInfo } from './parameters';

export const selectionRequestSchema = z.object({
  projectId: z.string(),
  /** null only for schemes that need no score */
  scoreSetId: z.string().nullable(),
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
  readonly source: string;
  readonly deterministic: boolean;
  /** score that it acts on unless another is named; null = needs none */
  readonly defaultScore: string | null;
  /** fields the screen asks for */
  readonly parameters: readonly ParameterInfo[];
}

export interface SelectionPreview {
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
