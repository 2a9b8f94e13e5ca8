import { z } from 'zod';
import type { ExampleView } from './example';

export interface BatchView {
  readonly id: string;
  readonly kind: 'seed' | 'selection';
  readonly name: string;
  readonly size: number;
  readonly labeled: number;
  readonly skipped: number;
  /** examples that left the pool because they are broken */
  readonly bad: number;
  readonly open: number;
  /** answers that the open examples still want: more than `open` where several people answer the same one */
  readonly answersLeft: number;
  /** median seconds per answer of people, null before the first that was measured */
  readonly medianSeconds: number | null;
  readonly secondsLeft: number | null;
  readonly roundNumber: number | null;
  /** every open example has a label from file, so that the batch can be filled from it */
  readonly canFillFromFiles: boolean;
  /** nothing is handed out from then on */
  readonly pausedAt: Date | null;
  /** nothing is handed out ever again */
  readonly abandonedAt: Date | null;
  readonly createdAt: Date;
}

/** `open` until as many people as it needs have answered. */
export type ItemState = 'open' | 'labeled' | 'skipped' | 'bad';

export interface LabelingItem {
  readonly position: number;
  readonly state: ItemState;
  readonly example: ExampleView;
}

/** What the newest model thinks an example is. */
export interface Guess {
  readonly label: number;
  /** probability of that class */
  readonly confidence: number;
}

/** An example that is this annotator's until the lease expires. */
export interface HandedOutItem {
  readonly position: number;
  readonly example: ExampleView;
  /** null unless the project shows it and a model knows the example */
  readonly guess: Guess | null;
}

export const nextSchema = z.object({
  projectId: z.string(),
  batchId: z.string(),
  /** how many examples to hold at once; what was held beyond them goes back */
  count: z.number().int().min(1).max(60).default(8),
  /** only examples that the model takes for this class; where the project does not show guesses it changes nothing */
  guessed: z.number().int().nonnegative().optional(),
  /** rows that are not wanted now */
  except: z.array(z.number().int().nonnegative()).max(2_000).default([]),
});
export type NextRequest = z.infer<typeof nextSchema>;

export interface HandOut {
  /** examples that were held already first, then in the batch's order */
  readonly items: readonly HandedOutItem[];
  readonly leaseSeconds: number;
  readonly batch: BatchView;
}

/** Why an annotator does not answer an example; others may be able to. */
export const SKIP_REASONS = ['too-hard', 'several-classes', 'no-class', 'needs-context'] as const;
/** Why nobody can answer it. */
export const BAD_REASONS = ['broken', 'off-topic', 'duplicate', 'private'] as const;
export const ANSWER_KINDS = ['label', 'skip', 'bad'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];
export type AnswerReason = (typeof SKIP_REASONS)[number] | (typeof BAD_REASONS)[number];

export const answerSchema = z.object({
  projectId: z.string(),
  batchId: z.string(),
  row: z.number().int().nonnegative(),
  /** class index; null = skipped or bad */
  label: z.number().int().nonnegative().nullable(),
  /** `bad`: the example is broken and leaves the pool; left out: `label` where there is one, else `skip` */
  kind: z.enum(ANSWER_KINDS).optional(),
  unsure: z.boolean().default(false),
  /** why it was skipped or is bad */
  reason: z
    .enum([...SKIP_REASONS, ...BAD_REASONS])
    .nullable()
    .default(null),
  comment: z.string().trim().min(1).max(2_000).nullable().default(null),
  /** whether the annotator saw what the model thinks */
  guessShown: z.boolean().default(false),
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
  /** leave out what somebody else has answered or holds, instead of refusing all */
  skipTaken: z.boolean().default(false),
});
export type Answers = z.infer<typeof answersSchema>;

/** What an answer made of its example. */
export interface StoredAnswer {
  readonly was: ItemState;
  readonly is: ItemState;
}

/** An annotator's own work in one project. */
export interface OwnNumbers {
  readonly answersToday: number;
  readonly answers: number;
  readonly skipped: number;
  readonly bad: number;
  readonly unsure: number;
  /** median seconds per answer, breaks left out; null before the first that was measured */
  readonly medianSeconds: number | null;
}

/** How the first examples are found, before any model: at random, or typical and diverse by features. */
export const SEED_SCHEMES = ['random', 'typiclust', 'probcover'] as const;
export type SeedScheme = (typeof SEED_SCHEMES)[number];

/** How many labels of one class models train on. */
export interface ClassCount {
  /** class index */
  readonly label: number;
  readonly name: string;
  readonly labels: number;
}
