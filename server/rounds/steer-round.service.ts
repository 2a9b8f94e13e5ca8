import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { lockHandouts } from '../annotations/unlabeled.repository';
import { findRound, lockRound, type RoundRow } from './rounds.repository';
import { markBatch } from './steer-round.repository';

interface RoundInput {
  readonly projectId: string;
  readonly roundId: string;
}

/**
 * Hands nothing of the round out any more, until `resume`. What is on somebody's screen may still be answered, and counts.
 *
 * @throws AppError `conflict` for a round that is abandoned, being retrained or measured
 */
export async function pause(container: Container, input: RoundInput): Promise<void> {
  await steer(container, input, async (tx, { batchId, batch }) => {
    if (!batch.pausedAt) await markBatch(tx, batchId, { pausedAt: new Date() });
  });
}

/** Hands out again. @throws AppError like pause */
export async function resume(container: Container, input: RoundInput): Promise<void> {
  await steer(container, input, (tx, { batchId }) => markBatch(tx, batchId, { pausedAt: null }));
}

/**
 * Gives a round up: nothing of it is handed out ever again and it gets no point on the curve. Its answers stay and train
 * later models; what is open goes back to the pool. Asked again, nothing changes.
 *
 * @throws AppError `conflict` for a round that is being retrained or measured
 */
export async function abandon(container: Container, input: RoundInput): Promise<void> {
  const round = await requireRound(container.db, input);
  if (round.batch.abandonedAt) return;
  await steer(container, input, (tx, { batchId }) => markBatch(tx, batchId, { abandonedAt: new Date() }));
}

/** One change of a round that people still work on, while nothing is handed out or retrained. */
async function steer(
  container: Container,
  input: RoundInput,
  change: (tx: DatabaseClient, round: RoundRow) => Promise<void>,
): Promise<void> {
  await container.db.$transaction(async (tx) => {
    await lockHandouts(tx, input.projectId);
    const round = await requireRound(tx, input);
    requireOpen(round, await lockRound(tx, round.id));
    await change(tx, round);
  });
}

async function requireRound(db: DatabaseClient, { projectId, roundId }: RoundInput): Promise<RoundRow> {
  const round = await findRound(db, projectId, roundId);
  if (!round) throw new AppError('not-found', 'There is no such round in this project.');
  return round;
}

function requireOpen({ number, batch }: RoundRow, { state, jobId }: Pick<RoundRow, 'state' | 'jobId'>): void {
  if (batch.abandonedAt) {
    throw new AppError('conflict', `Round ${number} was abandoned.`, 'Begin a new round by a selection.');
  }
  if (state === 'done') {
    throw new AppError(
      'conflict',
      `Round ${number} is measured already.`,
      'Begin a new round by a selection.',
    );
  }
  if (jobId && (state === 'queued' || state === 'running')) {
    throw new AppError(
      'conflict',
      `Round ${number} is being retrained.`,
      'Wait until it is measured, or cancel the retraining first.',
    );
  }
}
