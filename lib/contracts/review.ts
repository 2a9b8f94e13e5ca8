import { z } from 'zod';
import type { ExampleView } from './example';
import type { WorkState } from './job';
import type { AnswerKind } from './labeling';
import { BAD_REASONS } from './labeling';

/** Why somebody should look at a label again. */
export const REVIEW_REASONS = ['disagreement', 'label-error'] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

export const reviewQueueSchema = z.object({
  projectId: z.string(),
  /** only examples that are there for this reason */
  reason: z.enum(REVIEW_REASONS).optional(),
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(50).default(10),
});
export type ReviewQueueRequest = z.infer<typeof reviewQueueSchema>;

/** One answer to an example under review. */
export interface ReviewVote {
  readonly annotatorId: string;
  readonly annotator: string;
  readonly kind: AnswerKind;
  readonly label: number | null;
  readonly unsure: boolean;
  readonly reason: string | null;
  readonly comment: string | null;
  readonly seconds: number | null;
  /** `review` = an earlier decision */
  readonly source: 'person' | 'file' | 'review';
  readonly createdAt: Date;
}

export interface ReviewItemView {
  readonly example: ExampleView;
  readonly reasons: readonly {
    readonly reason: ReviewReason;
    /** 0 … 1, higher = look at it earlier */
    readonly suspicion: number;
    /** what it probably is: by Dawid–Skene for a disagreement, by the model for a label error */
    readonly suggested: number | null;
  }[];
  /** newest first; one a person, and decisions of reviews */
  readonly votes: readonly ReviewVote[];
  /** Dawid–Skene's class and its probability; null for fewer than two votes */
  readonly consensus: { readonly label: number; readonly probability: number } | null;
  readonly decided: boolean;
}

export interface ReviewQueueView {
  /** rows with an open item: all, by reason, and those that were decided */
  readonly open: number;
  readonly disagreements: number;
  readonly labelErrors: number;
  readonly decided: number;
  /** how many there are for the reason asked for */
  readonly total: number;
  readonly items: readonly ReviewItemView[];
  /** the newest search for label errors */
  readonly search: {
    readonly jobId: string;
    readonly state: WorkState;
    readonly finishedAt: Date | null;
  } | null;
}

export const reviewDecisionSchema = z.object({
  projectId: z.string(),
  row: z.number().int().nonnegative(),
  /** class index; null = bad data */
  label: z.number().int().nonnegative().nullable(),
  /** why it is bad */
  reason: z.enum(BAD_REASONS).nullable().default(null),
  comment: z.string().trim().min(1).max(2_000).nullable().default(null),
  /** how long it took; null where nobody measured */
  seconds: z.number().nonnegative().max(86_400).nullable().default(null),
});
export type ReviewDecision = z.infer<typeof reviewDecisionSchema>;
