import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, toAppError } from '@/lib/errors';
import type { Container } from '../../container';
import type { DatabaseClient } from '../../db/client';
import { isDatabaseAway } from '../../db/database-away';
import { processMetrics } from '../../operations/metrics/metrics';
import { doingWork } from '../../operations/watching/current-work';
import { orDiskFull } from '../../storage/disk-full';
import { holding } from './held-parts';
import type { PartContext, PartDefinition } from './part';
import { countJobAnew, countPartAnew, failPart, finishPart, isHeld, releasePart } from './parts.repository';
import type { ClaimedPart } from './parts.repository';

const WATCH_MS = 1000;

/** How an attempt at a part ended: `left` where it stopped early or belongs to somebody else by now. */
export type PartEnd = 'done' | 'failed' | 'left';

/**
 * Does one claimed part and writes how it ended, unless it was given away meanwhile. Never throws for what the part did.
 *
 * @param stop aborted when whoever does the part should do no more of it
 */
export function runPart(
  container: Container,
  definition: PartDefinition<unknown, unknown>,
  part: ClaimedPart,
  stop: AbortSignal,
): Promise<PartEnd> {
  const { jobId, stage, number, kind } = part;
  const end = processMetrics().parts.startTimer({ kind });
  return doingWork({ jobId, part: `${stage}/${number}` }, async () => {
    const outcome = await holding(part, () => attempt(container, definition, part, stop));
    const seconds = end({ outcome });
    container.log.info({ kind, outcome, seconds: Math.round(seconds * 1000) / 1000 }, 'part ended');
    return outcome;
  });
}

async function attempt(
  container: Container,
  definition: PartDefinition<unknown, unknown>,
  part: ClaimedPart,
  stop: AbortSignal,
): Promise<PartEnd> {
  const { db, log } = container;
  const ended = new AbortController();
  const lost = new AbortController();
  const signal = AbortSignal.any([stop, lost.signal]);
  const watching = watch(container, part, lost, ended.signal);
  try {
    const payload = definition.payload.parse(part.payload);
    const context: PartContext = { signal, keep: (write) => keep(container, part, write) };
    const result = definition.result.parse(await definition.run(container, payload, context));
    return (await finishPart(db, part, result)) ? 'done' : 'left';
  } catch (error) {
    if (signal.aborted || isDatabaseAway(error)) {
      await releasePart(db, part);
      return 'left';
    }
    const { code, message, remedy, retryAfterSeconds } = toAppError(orDiskFull(error));
    const names = { job: part.jobId, stage: part.stage, part: part.number, kind: part.kind };
    if (code === 'internal') log.error({ err: error, ...names }, 'part failed');
    return (await failPart(db, part, { code, message, remedy, retryAfterSeconds })) ? 'failed' : 'left';
  } finally {
    ended.abort();
    await watching;
  }
}

async function keep(
  { db }: Container,
  part: ClaimedPart,
  write: (tx: DatabaseClient) => Promise<void>,
): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!(await countPartAnew(tx, part))) {
      throw new AppError('conflict', 'Another worker was given this part.');
    }
    await write(tx);
  });
  // not within: whoever ends the job holds its row first and then wants those of its parts
  await countJobAnew(db, part);
}

/** A part is lost when it was given to another worker, or removed with its job. */
async function watch(
  { db, log }: Container,
  part: ClaimedPart,
  lost: AbortController,
  ended: AbortSignal,
): Promise<void> {
  for (;;) {
    await sleep(WATCH_MS, undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return;
    try {
      if (!(await isHeld(db, part))) return lost.abort();
    } catch (error) {
      log.warn({ err: error, job: part.jobId }, 'watching over a part failed');
    }
  }
}
