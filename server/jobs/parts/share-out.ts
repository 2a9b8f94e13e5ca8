import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { ErrorCode } from '@/lib/errors';
import type { Container } from '../../container';
import type { Prisma } from '../../db/generated/client';
import { VERSION } from '../../version';
import type { JobContext } from '../job';
import { findAttempt } from '../jobs.repository';
import { giveBackStaleParts } from './lost-parts';
import type { PartDefinition } from './part';
import {
  claimOwnPart,
  findOutcome,
  listParts,
  listResults,
  lockAttempt,
  partErrorSchema,
  replaceParts,
  requeueFailed,
} from './parts.repository';
import type { Stage } from './parts.repository';
import { Seats } from './seats';

const POLL_MS = 250;

interface Sharing<Payload> {
  /** Name of this sharing out within the job, the same in each attempt. */
  readonly stage: string;
  /** One a part. They depend on the data only, never on how many workers there are. */
  readonly payloads: readonly Payload[];
  /** Told which parts are done, whoever did them. */
  readonly onProgress?: (done: ReadonlySet<number>) => void;
}

/**
 * Has the parts done by whichever workers are free, this one among them, and returns their results in order.
 *
 * Parts that an earlier attempt of the job has done are not done again where their payloads are still the same.
 *
 * @throws AppError what the first failed part threw; `cancelled` on the job's signal
 */
export async function shareOut<Payload, Result>(
  container: Container,
  context: JobContext,
  definition: PartDefinition<Payload, Result>,
  { stage: name, payloads, onProgress }: Sharing<Payload>,
): Promise<Result[]> {
  const { db } = container;
  const stage: Stage = { jobId: context.jobId, stage: name };
  await layOut(container, context, definition, stage, payloads);
  const seats = await Seats.of(container, context, definition);
  const tell = new Teller(onProgress);
  try {
    for (;;) {
      stopIfAborted(context.signal);
      const { done, error } = await findOutcome(db, stage);
      if (error !== null) throw asThrown(error);
      tell.about(done);
      if (done.length === payloads.length) break;
      const claimed = await seats.fill(() => claimOwnPart(db, context.worker, stage));
      if (claimed === 0) await requireAttempt(container, context);
      if (claimed === 0) await giveBackStaleParts(db);
      await seats.change(POLL_MS);
    }
  } finally {
    await seats.clear();
  }
  const results = await listResults(db, stage);
  if (results.length !== payloads.length) throw takenOver();
  return z.array(definition.result).parse(results);
}

/** Writes the parts, or leaves them where an earlier attempt wrote just these. */
async function layOut<Payload, Result>(
  container: Container,
  context: JobContext,
  definition: PartDefinition<Payload, Result>,
  stage: Stage,
  payloads: readonly Payload[],
): Promise<void> {
  const { kind } = definition;
  const tied = payloads.map((payload) => definition.dependsOnEngine(payload));
  const engine = tied.includes(true) ? (await container.engine()).info.name : null;
  const wanted = payloads.map((payload, number) => ({
    kind,
    version: VERSION,
    engine: tied[number] ? engine : null,
    payload: JSON.parse(JSON.stringify(payload)) as Prisma.InputJsonValue,
  }));
  await container.db.$transaction(async (tx) => {
    if (!(await lockAttempt(tx, { jobId: context.jobId, number: context.attempt }))) throw takenOver();
    const present = await listParts(tx, stage);
    if (isDeepStrictEqual(present, wanted)) await requeueFailed(tx, stage);
    else await replaceParts(tx, stage, wanted);
  });
}

async function requireAttempt({ db }: Container, { jobId, attempt }: JobContext): Promise<void> {
  if (!(await findAttempt(db, { jobId, number: attempt }))) throw takenOver();
}

function takenOver(): AppError {
  return new AppError('conflict', 'Another worker has taken this job over.');
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The work was stopped.');
}

function asThrown(error: unknown): AppError {
  const { code, message, remedy, retryAfterSeconds } = partErrorSchema.parse(error);
  return new AppError(code as ErrorCode, message, remedy, { retryAfterSeconds: retryAfterSeconds ?? null });
}

/** Tells progress when there is some. */
class Teller {
  private told = -1;

  constructor(private readonly onProgress: ((done: ReadonlySet<number>) => void) | undefined) {}

  about(done: Int32Array): void {
    if (done.length === this.told) return;
    this.told = done.length;
    this.onProgress?.(new Set(done));
  }
}
