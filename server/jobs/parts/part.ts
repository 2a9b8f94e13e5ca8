import type { z } from 'zod';
import type { Container } from '../../container';
import type { DatabaseClient } from '../../db/client';

/** What a part is given beside its payload. */
export interface PartContext {
  /** Aborted when the job was cancelled or has ended, the worker stops, or the part was given to another worker. */
  readonly signal: AbortSignal;
  /**
   * Writes, in one transaction, what of a part lasts though it may be interrupted; its deaths are counted from here.
   *
   * @throws AppError `conflict` once the part was given to another worker
   */
  readonly keep: (write: (tx: DatabaseClient) => Promise<void>) => Promise<void>;
}

/**
 * A piece of a job that any worker may do.
 *
 * It may be done twice, by two workers at a time even: what it writes are blobs whose names carry their hash, or rows
 * that are the same whoever writes them, and what it returns is small. Payload and result are JSON. Into how many parts
 * a job is cut depends on its data only, so that the result is the same bytes for one worker or eight.
 */
export interface PartDefinition<Payload, Result> {
  readonly kind: string;
  readonly payload: z.ZodType<Payload>;
  readonly result: z.ZodType<Result>;
  /** Nobody waits for it: workers that help others take every other kind first. */
  readonly patient?: boolean;
  /** Whether its bytes depend on the tensor engine: it goes to workers whose engine is that of the job's own worker. */
  dependsOnEngine(payload: Payload): boolean;
  /** Whether this worker can reach what the part reads; where it cannot, others do the parts of this stage. */
  reaches?(container: Container, payload: Payload): Promise<boolean>;
  /** How many a worker does side by side; one, which may use every core, unless it says otherwise. */
  seats?(container: Container): Promise<number>;
  /** Throws AppError to fail the whole job with a message. */
  run(container: Container, payload: Payload, context: PartContext): Promise<Result>;
  /** Closes what was left open for the next part. */
  closeIdle?(): Promise<void>;
}

export function definePart<Payload, Result>(
  definition: PartDefinition<Payload, Result>,
): PartDefinition<Payload, Result> {
  return definition;
}

export async function seatsOf(
  container: Container,
  definition: PartDefinition<unknown, unknown>,
): Promise<number> {
  return (await definition.seats?.(container)) ?? 1;
}
