import type { HandedOutItem, HandOut, NextRequest } from '@/lib/contracts/labeling';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { viewExamples } from '../datasets/example-view.service';
import type { DatabaseClient } from '../db/client';
import { lockBatch } from './answers.repository';
import { findPositions, listOpenRows } from './batches.repository';
import { viewBatch } from './batches.service';
import { newestGuesses } from './guesses.service';
import { leaseItems, shortenLeases } from './leases.repository';

/** Somebody who reloads the page finds the same examples; somebody who left gives them to others soon. */
const SECONDS_AFTER_LEAVING = 15;

/**
 * Gives an annotator the next examples of a batch, each under a lease: nobody else gets it while they have it, unless
 * several people are meant to answer it. Asked again it gives the same ones, for longer.
 *
 * @throws AppError `not-found`
 */
export async function handOut(container: Container, userId: string, request: NextRequest): Promise<HandOut> {
  const { projectId, batchId, count, except } = request;
  const rows = await guessedRows(container, request);
  const { items, leaseSeconds } = await container.db.$transaction(async (tx) => {
    const batch = await lockBatch(tx, projectId, batchId);
    if (!batch) throw new AppError('not-found', 'There is no such batch in this project.');
    const seconds = await leaseSecondsOf(tx, projectId);
    const handed =
      batch.paused || batch.abandoned
        ? []
        : await leaseItems(tx, { projectId, batchId, userId, count, rows, except, seconds });
    return { items: handed, leaseSeconds: seconds };
  });
  return {
    items: await viewHandedOut(
      container,
      request,
      items.map(({ row }) => row),
    ),
    leaseSeconds,
    batch: await viewBatch(container.db, request),
  };
}

/** Open examples that the model takes for the class asked for; null where any will do. */
async function guessedRows(
  container: Container,
  { projectId, batchId, guessed }: NextRequest,
): Promise<number[] | null> {
  if (guessed === undefined) return null;
  const open = await listOpenRows(container.db, projectId, batchId);
  const guesses = await newestGuesses(container, projectId, open);
  return guesses && open.filter((row) => guesses.get(row)?.label === guessed);
}

/** Examples of a batch as their annotator sees them: without any label, so that nobody copies it. */
export async function viewHandedOut(
  container: Container,
  { projectId, batchId }: { projectId: string; batchId: string },
  rows: readonly number[],
): Promise<HandedOutItem[]> {
  const [examples, positions, guesses] = await Promise.all([
    viewExamples(container, projectId, rows),
    findPositions(container.db, batchId, rows),
    newestGuesses(container, projectId, rows),
  ]);
  return examples.map((example) => ({
    position: positions.get(example.row) ?? 0,
    example: { ...example, label: null, labelSource: null },
    guess: guesses?.get(example.row) ?? null,
  }));
}

/** Gives back what somebody holds, soon after they left. */
export async function leave(
  container: Container,
  userId: string,
  { batchId }: { batchId: string },
): Promise<void> {
  await shortenLeases(container.db, { batchId, userId, seconds: SECONDS_AFTER_LEAVING });
}

async function leaseSecondsOf(tx: DatabaseClient, projectId: string): Promise<number> {
  const { leaseMinutes } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { leaseMinutes: true },
  });
  return leaseMinutes * 60;
}
