import type { ReviewItemView, ReviewQueueRequest, ReviewQueueView } from '@/lib/contracts/review';
import type { Container } from '../container';
import { viewExamples } from '../datasets/example-view.service';
import { derivedVotes } from './derived-votes.service';
import type { QueuedRow } from './review-items.repository';
import { countQueue, findItemsOfRow, listQueue } from './review-items.repository';
import { findWeighed, listReviewVotes } from './review-votes.repository';
import { searchLabelErrorsJob } from './search-label-errors.job';

/** What waits for a reviewer, the most suspicious first; disagreements are those of the votes as they are now. */
export async function queue(container: Container, request: ReviewQueueRequest): Promise<ReviewQueueView> {
  const { projectId, reason = null, offset, limit } = request;
  await derivedVotes(container, projectId);
  const counts = await countQueue(container.db, projectId);
  const rows = await listQueue(container.db, { projectId, reason, offset, limit });
  const search = await container.db.job.findFirst({
    where: { projectId, kind: searchLabelErrorsJob.kind },
    orderBy: { createdAt: 'desc' },
    select: { id: true, state: true, finishedAt: true },
  });
  return {
    ...counts,
    total:
      reason === null ? counts.open : reason === 'disagreement' ? counts.disagreements : counts.labelErrors,
    items: await viewItems(container, projectId, rows),
    search: search && { jobId: search.id, state: search.state, finishedAt: search.finishedAt },
  };
}

/** One example with all that was said of it, whether it is in the queue or not. @throws AppError `not-found` */
export async function item(
  container: Container,
  { projectId, row }: { projectId: string; row: number },
): Promise<ReviewItemView> {
  const items = await findItemsOfRow(container.db, projectId, row);
  const [view] = await viewItems(container, projectId, [{ row, suspicion: 0, reasons: items }]);
  return { ...(view as ReviewItemView), decided: items.some(({ resolvedAt }) => resolvedAt !== null) };
}

async function viewItems(
  container: Container,
  projectId: string,
  queued: readonly {
    readonly row: number;
    readonly suspicion: number;
    readonly reasons: readonly {
      readonly reason: string;
      readonly suspicion: number;
      readonly suggested: number | null;
    }[];
  }[],
): Promise<ReviewItemView[]> {
  const rows = queued.map(({ row }) => row);
  const examples = await viewExamples(container, projectId, rows);
  const votes = await listReviewVotes(container.db, projectId, rows);
  const weighed = await findWeighed(container.db, projectId, rows);
  return queued.map(({ row, reasons }, index) => ({
    example: examples[index] as ReviewItemView['example'],
    reasons: reasons.map(({ reason, suspicion, suggested }) => ({
      reason: reason as QueuedRow['reasons'][number]['reason'],
      suspicion,
      suggested,
    })),
    votes: votes.get(row) ?? [],
    consensus: weighed.get(row) ?? null,
    decided: false,
  }));
}
