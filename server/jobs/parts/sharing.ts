import { AppError } from '@/lib/errors';
import type { ErrorCode } from '@/lib/errors';
import type { Container } from '../../container';
import type { DatabaseClient } from '../../db/client';
import type { Prisma } from '../../db/generated/client';
import { VERSION } from '../../version';
import type { JobContext } from '../job';
import { findAttempt } from '../jobs.repository';
import type { PartDefinition } from './part';
import { lockAttempt, partErrorSchema } from './parts.repository';

/** How a part stands in its row. */
export async function writtenPart<Payload, Result>(
  container: Container,
  definition: PartDefinition<Payload, Result>,
  payload: Payload,
) {
  const engine = definition.dependsOnEngine(payload) ? (await container.engine()).info.name : null;
  return {
    kind: definition.kind,
    version: VERSION,
    engine,
    payload: JSON.parse(JSON.stringify(payload)) as Prisma.InputJsonValue,
  };
}

/** The job stays this attempt's until the transaction ends. @throws AppError `conflict` */
export async function lockOwnAttempt(tx: DatabaseClient, { jobId, attempt }: JobContext): Promise<void> {
  if (!(await lockAttempt(tx, { jobId, number: attempt }))) throw takenOver();
}

/** @throws AppError `conflict` */
export async function requireAttempt({ db }: Container, { jobId, attempt }: JobContext): Promise<void> {
  if (!(await findAttempt(db, { jobId, number: attempt }))) throw takenOver();
}

export function takenOver(): AppError {
  return new AppError('conflict', 'Another worker has taken this job over.');
}

/** @throws AppError `cancelled` */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The work was stopped.');
}

/** What a failed part threw, as its row has it. */
export function asThrown(error: unknown): AppError {
  const { code, message, remedy, retryAfterSeconds } = partErrorSchema.parse(error);
  return new AppError(code as ErrorCode, message, remedy, { retryAfterSeconds: retryAfterSeconds ?? null });
}
