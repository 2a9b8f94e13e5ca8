import { z } from 'zod';
import type { ErrorView, WorkState } from './job';
import type { Interval } from './model';

/** What an address can be told of. */
export const WEBHOOK_EVENTS = ['batch.proposed', 'batch.completed', 'round.finished', 'job.failed'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const WEBHOOK_EVENT_INFO: Record<
  WebhookEvent,
  { readonly title: string; readonly description: string }
> = {
  'batch.proposed': { title: 'Batch proposed', description: 'Examples were handed to the annotators.' },
  'batch.completed': {
    title: 'Batch complete',
    description: 'The last open example of a batch was answered.',
  },
  'round.finished': { title: 'Round finished', description: 'A round’s model was trained and measured.' },
  'job.failed': { title: 'Job failed', description: 'Long work ended with an error.' },
};

/** The `data` of each event; the message around it is `{ type, timestamp, data }`. */
export interface WebhookData {
  readonly 'batch.proposed': {
    readonly projectId: string;
    readonly batchId: string;
    readonly kind: 'seed' | 'selection';
    readonly name: string;
    /** examples to label */
    readonly size: number;
    /** null for a batch of first labels */
    readonly roundId: string | null;
  };
  readonly 'batch.completed': {
    readonly projectId: string;
    readonly batchId: string;
    readonly name: string;
    readonly labeled: number;
    readonly skipped: number;
    readonly roundNumber: number | null;
  };
  readonly 'round.finished': {
    readonly projectId: string;
    readonly roundId: string;
    readonly number: number;
    /** labels that the model was trained on */
    readonly labels: number;
    /** share of wrong predictions on the test split with its 95 % interval; null without a test split */
    readonly testError: Interval | null;
  };
  readonly 'job.failed': {
    readonly projectId: string;
    readonly jobId: string;
    /** e.g. `ingest`, `train-surrogate` */
    readonly kind: string;
    readonly error: ErrorView;
  };
}

export const webhookRequestSchema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'Give an address such as https://example.org/hook.' }).max(2000),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1, 'Choose at least one event.'),
  /** the owner says that an address of the own machine or network may be called */
  allowPrivate: z.boolean().default(false),
});
export type WebhookRequest = z.infer<typeof webhookRequestSchema>;

export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly allowPrivate: boolean;
  readonly active: boolean;
  readonly createdAt: Date;
}

export interface WebhookDeliveryView {
  /** `webhook-id` of the message, the same however often it is sent */
  readonly id: string;
  readonly url: string;
  /** one of WEBHOOK_EVENTS, or `ping` */
  readonly event: string;
  readonly body: string;
  readonly state: WorkState;
  readonly attempts: number;
  /** what the receiver answered last; null where it did not */
  readonly status: number | null;
  readonly error: ErrorView | null;
  readonly attemptedAt: Date | null;
  /** of the next attempt; null where none is due */
  readonly nextAt: Date | null;
  readonly createdAt: Date;
}
