import type { z } from 'zod';
import type { Container } from '../../container';

/** What a part is given beside its payload. */
export interface PartContext {
  /** Aborted when the job was cancelled or has ended, the worker stops, or the part was given to another worker. */
  readonly signal: AbortSignal;
}

/**
 * A piece of a job that any worker may do.
 *
 * It may be done twice, by two workers at a time even: what it writes are blobs whose names carry their hash, and what
 * it returns is small. Payload and result are JSON. Into how many parts a job is cut depends on its data only, so that
 * the result is the same bytes for one worker or eight.
 */
export interface PartDefinition<Payload, Result> {
  readonly kind: string;
  readonly payload: z.ZodType<Payload>;
  readonly result: z.ZodType<Result>;
  /** Whether its bytes depend on the tensor engine: it goes to workers whose engine is that of the job's own worker. */
  dependsOnEngine(payload: Payload): boolean;
  /** Throws AppError to fail the whole job with a message. */
  run(container: Container, payload: Payload, context: PartContext): Promise<Result>;
}

export function definePart<Payload, Result>(
  definition: PartDefinition<Payload, Result>,
): PartDefinition<Payload, Result> {
  return definition;
}
