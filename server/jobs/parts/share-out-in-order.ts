import { isDeepStrictEqual } from 'node:util';
import type { Container } from '../../container';
import type { JobContext } from '../job';
import { giveBackStaleParts } from './lost-parts';
import type { PartDefinition } from './part';
import {
  claimOwnPart,
  findOutcome,
  findPart,
  findResult,
  replacePart,
  requeueFailed,
} from './parts.repository';
import type { Stage } from './parts.repository';
import { Seats } from './seats';
import { asThrown, lockOwnAttempt, requireAttempt, stopIfAborted, takenOver, writtenPart } from './sharing';

const POLL_MS = 250;

interface OrderedSharing<Payload> {
  /** Name of this sharing out within the job, the same in each attempt. */
  readonly stage: string;
  /** Number of the first part; those before it are dealt with. */
  readonly first: number;
  /** One a part, asked for when there is room. They depend on the data only, never on how many workers there are. */
  readonly payloads: AsyncGenerator<Payload, void>;
  /** So many parts at most are laid out while the first of them is awaited. */
  readonly ahead: number;
  /** Told how many parts are done, those before the first and those ahead of the next result included. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Has the parts done by whichever workers are free, this one among them, and gives their results one by one in order. For
 * jobs of any length: only a few parts are laid out at a time, and while whoever asked deals with one result, the others
 * are worked on.
 *
 * Parts that an earlier attempt of the job has done are not done again where their payloads are still the same.
 *
 * @throws AppError what the first failed part threw; `cancelled` on the job's signal
 */
export async function* shareOutInOrder<Payload, Result>(
  container: Container,
  context: JobContext,
  definition: PartDefinition<Payload, Result>,
  { stage: name, first, payloads, ahead, onProgress }: OrderedSharing<Payload>,
): AsyncGenerator<Result> {
  const { db } = container;
  const stage: Stage = { jobId: context.jobId, stage: name };
  const layer = new PartLayer(container, context, definition, stage, first);
  const seats = await Seats.of(container, context, definition);
  let next = first;
  let isWhole = false;
  try {
    for (;;) {
      stopIfAborted(context.signal);
      const mayGrow = !isWhole && layer.end - next < ahead;
      if (mayGrow) {
        const step = await payloads.next();
        if (step.done) isWhole = true;
        else await layer.add(step.value);
      }
      if (isWhole && next === layer.end) return;
      const { done, error } = await findOutcome(db, stage, { first: next, end: layer.end });
      if (error !== null) throw asThrown(error);
      onProgress?.(next + done.length);
      const claimed = await seats.fill(() => claimOwnPart(db, context.worker, stage));
      if (done[0] === next) {
        const found = await findResult(db, stage, next);
        if (!found) throw takenOver();
        next += 1;
        yield definition.result.parse(found.result);
      } else if (!mayGrow) {
        if (claimed === 0) await requireAttempt(container, context);
        if (claimed === 0) await giveBackStaleParts(db);
        await seats.change(POLL_MS);
      }
    }
  } finally {
    await seats.clear();
    await payloads.return();
  }
}

/** Writes parts one after the other, and leaves those that an earlier attempt wrote just so. */
class PartLayer<Payload, Result> {
  /** one after the last part laid out */
  end: number;

  constructor(
    private readonly container: Container,
    private readonly context: JobContext,
    private readonly definition: PartDefinition<Payload, Result>,
    private readonly stage: Stage,
    first: number,
  ) {
    this.end = first;
  }

  async add(payload: Payload): Promise<void> {
    const { container, context, definition, stage, end: number } = this;
    const wanted = await writtenPart(container, definition, payload);
    await container.db.$transaction(async (tx) => {
      await lockOwnAttempt(tx, context);
      if (isDeepStrictEqual(await findPart(tx, stage, number), wanted))
        await requeueFailed(tx, stage, number);
      else await replacePart(tx, stage, number, wanted);
    });
    this.end += 1;
  }
}
