import type { ReviewDecision } from '@/lib/contracts/review';
import { AppError } from '@/lib/errors';
import { refreshItemStates } from '../annotations/item-states.repository';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { reopenItems, resolveItems } from './review-items.repository';
import { findNewestDecision, findReviewed, listItemsOfRow, nextTimeOfRow } from './review-votes.repository';

/**
 * A reviewer's word on an example: it stands above all votes, settles the example in its batches, and closes what the
 * queue had open of it.
 *
 * @throws AppError `not-found`; `conflict` for an example of the split test, or one that nobody has answered;
 * `bad-input` for a label that is no class
 */
export async function decide(
  container: Container,
  userId: string,
  decision: ReviewDecision,
): Promise<{ resolved: number }> {
  const { projectId, row, label, reason, comment, seconds } = decision;
  return container.db.$transaction(async (tx) => {
    const batchId = await requireReviewable(tx, decision);
    const at = await nextTimeOfRow(tx, projectId, row);
    const kind = label === null ? 'bad' : 'label';
    await tx.annotation.create({
      data: {
        ...{ projectId, row, batchId, userId, kind, label, comment, seconds },
        reason: kind === 'bad' ? reason : null,
        source: 'review',
        createdAt: at,
      },
    });
    await refreshItemStates(tx, projectId, await listItemsOfRow(tx, projectId, row));
    return { resolved: await resolveItems(tx, { projectId, row, userId, at }) };
  });
}

/** Takes back this person's newest decision; the example is open again. Null where there is none. */
export async function undoDecision(
  container: Container,
  userId: string,
  { projectId }: { projectId: string },
): Promise<{ row: number } | null> {
  return container.db.$transaction(async (tx) => {
    const newest = await findNewestDecision(tx, projectId, userId);
    if (!newest) return null;
    await tx.annotation.update({ where: { id: newest.id }, data: { undoneAt: new Date() } });
    await refreshItemStates(tx, projectId, await listItemsOfRow(tx, projectId, newest.row));
    await reopenItems(tx, projectId, newest.row);
    return { row: newest.row };
  });
}

/** The batch that the decision is noted with. */
async function requireReviewable(tx: DatabaseClient, decision: ReviewDecision): Promise<string> {
  const { projectId, row, label } = decision;
  const found = await findReviewed(tx, projectId, row);
  if (!found) throw new AppError('not-found', `There is no example ${row} in this project.`);
  if (found.split === 'test') {
    throw new AppError(
      'conflict',
      `Example ${row} is in the split “test”, which only measures.`,
      'Leave it as it is.',
    );
  }
  if (found.batchId === null) {
    throw new AppError('conflict', `Nobody has answered example ${row} yet.`, 'Label it in a batch first.');
  }
  if (label !== null && label >= found.classes) {
    throw new AppError(
      'bad-input',
      `There is no class number ${label}; this project has ${found.classes} classes.`,
      'Reload the page to see the classes of this project.',
    );
  }
  return found.batchId;
}
