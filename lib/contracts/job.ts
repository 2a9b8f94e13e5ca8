import { z } from 'zod';

export const WORK_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type WorkState = (typeof WORK_STATES)[number];

/** What the screen shows of a piece of long work. */
export interface JobView {
  readonly id: string;
  readonly projectId: string;
  /** e.g. `ingest`, `extract-features`, `train-surrogate`, `compute-scores`, `run-study`, `retrain` */
  readonly kind: string;
  readonly state: WorkState;
  /** done of total in `unit`; total is null while it is not known */
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  readonly message: string;
  /** units per second over the current attempt, null until known */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  readonly cancelling: boolean;
  /** why it failed, or what it waits for while it is queued */
  readonly error: ErrorView | null;
  /** host of the worker that runs it, since `startedAt`; null while none does */
  readonly host: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export const errorViewSchema = z.object({ code: z.string(), message: z.string(), remedy: z.string() });
export type ErrorView = z.infer<typeof errorViewSchema>;
