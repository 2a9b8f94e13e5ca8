'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReviewQueueView, ReviewReason } from '@/lib/contracts/review';
import { REVIEW_REASONS } from '@/lib/contracts/review';
import { useTRPC } from '../api/client';
import { JobProgress } from '../jobs/job-progress';
import { useMay } from '../projects/use-may';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatMoment } from '../ui/format';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { ReviewScreen } from './review-screen';
import { useReview } from './use-review';

interface ReviewQueueProps {
  readonly projectId: string;
  readonly classes: readonly string[];
}

/** What somebody should look at again, one example after the other. */
export function ReviewQueue({ projectId, classes }: ReviewQueueProps) {
  const url = useUrlState();
  const mayDecide = useMay(projectId, 'lead');
  const reason = REVIEW_REASONS.find((known) => known === url.get('reason'));
  const review = useReview(projectId, reason);
  const { data } = review.queue;
  return (
    <div className="flex flex-col gap-4">
      {data && (
        <div className="flex flex-wrap items-end justify-between gap-3">
          <Select
            label="Show"
            className="w-full sm:w-80"
            value={reason ?? 'all'}
            onValueChange={(value) => {
              url.set({ reason: value === 'all' ? null : value });
              review.startAgain();
            }}
            options={optionsOf(data)}
          />
          <p className="text-sm text-ink-soft">{formatCount(data.decided)} decided so far</p>
        </div>
      )}
      <Search projectId={projectId} search={data?.search ?? null} mayStart={mayDecide} />
      {review.error ? <ErrorNote error={review.error} /> : null}
      {!data && !review.error && <Skeleton className="h-96" />}
      {review.item ? (
        <ReviewScreen
          projectId={projectId}
          classes={classes}
          review={review}
          item={review.item}
          mayDecide={mayDecide}
        />
      ) : (
        data &&
        !review.queue.isFetching && (
          <NothingLeft reason={reason} skipped={review.skipped} onStartAgain={review.startAgain}>
            {mayDecide && data.decided > 0 && (
              <Button pending={review.undo.isPending} onClick={() => review.undo.mutate({ projectId })}>
                Take back my last decision
              </Button>
            )}
          </NothingLeft>
        )
      )}
    </div>
  );
}

function optionsOf({ open, disagreements, labelErrors }: ReviewQueueView) {
  return [
    { value: 'all' as const, label: `All (${formatCount(open)})` },
    { value: 'disagreement' as const, label: `Disagreements (${formatCount(disagreements)})` },
    { value: 'label-error' as const, label: `Suspected errors (${formatCount(labelErrors)})` },
  ];
}

interface NothingLeftProps {
  readonly reason: ReviewReason | undefined;
  readonly skipped: number;
  readonly onStartAgain: () => void;
  readonly children: React.ReactNode;
}

function NothingLeft({ reason, skipped, onStartAgain, children }: NothingLeftProps) {
  if (skipped > 0) {
    return (
      <EmptyState
        title="That was the last one"
        action={
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" onClick={onStartAgain}>
              Show those that you skipped
            </Button>
            {children}
          </div>
        }
      >
        You passed over {formatCount(skipped)}.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing to review" action={children}>
      {reason === 'label-error'
        ? 'Look for suspected errors above: a model of the other labels names those that it contradicts.'
        : 'Nobody contradicts anybody. Disagreements come here by themselves as soon as two people answer the same example differently.'}
    </EmptyState>
  );
}

interface SearchProps {
  readonly projectId: string;
  readonly search: ReviewQueueView['search'];
  readonly mayStart: boolean;
}

/** Looks for labels that a model contradicts. */
function Search({ projectId, search, mayStart }: SearchProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const start = useMutation(
    trpc.agreement.searchErrors.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const underWay = search?.state === 'queued' || search?.state === 'running';
  if (!mayStart) return null;
  return (
    <div className="flex flex-col gap-2">
      {search && search.state !== 'done' && (
        <JobProgress projectId={projectId} jobId={search.jobId} label="Looking for suspected errors" />
      )}
      {!underWay && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Button pending={start.isPending} onClick={() => start.mutate({ projectId })}>
            Look for suspected errors
          </Button>
          <p className="max-w-[60ch] text-sm text-ink-soft">
            A model that never saw a label says what it should be; where it is confident of another class, the
            example comes here.
            {search?.finishedAt && search.state === 'done'
              ? ` Last done ${formatMoment(search.finishedAt)}.`
              : ''}
          </p>
        </div>
      )}
      {start.error ? <ErrorNote error={start.error} /> : null}
    </div>
  );
}
