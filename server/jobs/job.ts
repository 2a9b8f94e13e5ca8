import type { z } from 'zod';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';

/** A kind of long work: its name and what it needs to know. The handler is a file of its own. */
export interface JobDefinition<Payload> {
  readonly kind: string;
  readonly payload: z.ZodType<Payload>;
  /**
   * `light`: waits or is small, several at once. `heavy`: CPU work that somebody waits for, one at a time. `long`: CPU
   * work of minutes to hours, one at a time; never in the way of the other two.
   */
  readonly lane: 'light' | 'heavy' | 'long';
}

export interface JobProgress {
  readonly done: number;
  readonly total?: number | null;
  readonly unit?: string;
  readonly message?: string;
}

/** What a handler is given. Every write through it fails once another worker has taken the job over. */
export interface JobContext {
  readonly jobId: string;
  readonly projectId: string;
  /** Number of this start of the job. */
  readonly attempt: number;
  /** Name of the worker that runs it. */
  readonly worker: string;
  /** Aborted when the user cancels, the worker stops, or the job was given to another worker. */
  readonly signal: AbortSignal;
  /** Cheap: written to the database twice a second at most. */
  progress(progress: JobProgress): void;
  /** What `saveCheckpoint` stored in an earlier attempt; null at the first. */
  readonly checkpoint: unknown;
  /** With `tx` as part of the caller's transaction, so that rows and checkpoint are written together or not at all. */
  saveCheckpoint(checkpoint: unknown, tx?: DatabaseClient): Promise<void>;
}

export interface JobHandler<Payload> {
  readonly definition: JobDefinition<Payload>;
  /** Idempotent: it may be started again after any instruction. Throws AppError to fail with a message. */
  run(container: Container, payload: Payload, context: JobContext): Promise<void>;
  /** Sets the subject's own state (failed, cancelled) and removes what is half-made. Called once after run gave up. */
  ended?(container: Container, payload: Payload, outcome: 'failed' | 'cancelled'): Promise<void>;
}

export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}

/**
 * Enqueues work. `tx` makes it part of the caller's transaction; `delaySeconds`: not before then; `wantsGpu`, of heavy
 * work only: for a worker with a GPU while one lives.
 */
export interface JobQueue {
  enqueue<Payload>(
    definition: JobDefinition<Payload>,
    input: {
      projectId: string;
      payload: Payload;
      tx?: DatabaseClient;
      delaySeconds?: number;
      wantsGpu?: boolean;
    },
  ): Promise<string>;
  cancel(jobId: string): Promise<void>;
}
