import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Container } from '../../container';
import type { JobContext } from '../job';
import { giveBackStaleParts } from './lost-parts';
import type { PartDefinition } from './part';
import {
  claimOwnPart,
  findOutcome,
  listParts,
  listResults,
  replaceParts,
  requeueFailed,
} from './parts.repository';
import type { Stage } from './parts.repository';
import { Seats } from './seats';
import { asThrown, lockOwnAttempt, requireAttempt, stopIfAborted, takenOver, writtenPart } from './sharing';

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
  const wanted = await Promise.all(payloads.map((payload) => writtenPart(container, definition, payload)));
  await container.db.$transaction(async (tx) => {
    await lockOwnAttempt(tx, context);
    const present = await listParts(tx, stage);
    if (isDeepStrictEqual(present, wanted)) await requeueFailed(tx, stage);
    else await replaceParts(tx, stage, wanted);
  });
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
