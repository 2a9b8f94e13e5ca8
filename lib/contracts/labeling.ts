import { z } from 'zod';
import type { ExampleView } from './example';

export interface BatchView {
  readonly id: string;
  readonly kind: 'seed' | 'selection';
  readonly name: string;
  readonly size: number;
  readonly labeled: number;
  readonly skipped: number;
  readonly open: number;
  /** median seconds per answer of people, null before the first that was measured */
  readonly medianSeconds: number | null;
  readonly secondsLeft: number | null;
  readonly roundNumber: number | null;
  /** every open example has a label from file, so that the batch can be filled from it */
  readonly canFillFromFiles: boolean;
  readonly createdAt: Date;
}

export interface LabelingItem {
  readonly position: number;
  readonly state: 'open' | 'labeled' | 'skipped';
  readonly example: ExampleView;
}

export const answerSchema = z.object({
  projectId: z.string(),
  batchId: z.string(),
  row: z.number().int().nonnegative(),
  /** class index; null = skip */
  label: z.number().int().nonnegative().nullable(),
  /** how long it took; null where nobody measured */
  seconds: z.number().nonnegative().max(86_400).nullable(),
});
export type Answer = z.infer<typeof answerSchema>;

/** What a program that labels elsewhere hands in at once. */
export const answersSchema = answerSchema.pick({ projectId: true, batchId: true }).extend({
  answers: z
    .array(answerSchema.omit({ projectId: true, batchId: true }))
    .min(1)
    .max(500),
});
export type Answers = z.infer<typeof answersSchema>;
