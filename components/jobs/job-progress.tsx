'use client';

import { useEffect } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import type { JobView } from '@/lib/contracts/job';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatDuration, formatMoment, formatRate } from '../ui/format';
import { Progress } from '../ui/progress';
import { Skeleton } from '../ui/skeleton';

interface JobProgressProps {
  readonly projectId: string;
  readonly jobId: string;
  /** What is awaited, e.g. "Training the surrogate". */
  readonly label?: string;
}

function isActive(job: JobView | undefined): boolean {
  return !job || job.state === 'queued' || job.state === 'running';
}

/** A piece of long work: bar, rate, time left, cancel; its error with the remedy. Shows nothing once it is done. */
export function JobProgress({ projectId, jobId, label }: JobProgressProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(
    trpc.jobs.get.queryOptions(
      { projectId, jobId },
      { refetchInterval: ({ state }) => (isActive(state.data) ? 1_000 : false) },
    ),
  );
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions({ onSuccess: () => query.refetch() }));
  const mayCancel = useMay(projectId, 'lead');
  const job = query.data;

  /** What is shown elsewhere of the work's subject is old once the work has ended, also if it ended unseen. */
  const ended = job !== undefined && !isActive(job);
  useEffect(() => {
    if (ended) void queryClient.invalidateQueries();
  }, [ended, jobId, queryClient]);

  if (query.error && !job) return <ErrorNote error={query.error} />;
  if (!job) return <Skeleton className="h-18" />;
  return (
    <JobProgressView
      job={job}
      label={label}
      onCancel={mayCancel ? () => cancel.mutate({ projectId, jobId }) : undefined}
      cancelError={cancel.error}
    />
  );
}

interface JobProgressViewProps {
  readonly job: JobView;
  readonly label?: string;
  /** Left out for whoever may not. */
  readonly onCancel: (() => void) | undefined;
  readonly cancelError?: unknown;
}

export function JobProgressView({ job, label = job.message, onCancel, cancelError }: JobProgressViewProps) {
  if (job.state === 'done') return null;
  if (job.state === 'failed') {
    return (
      <ErrorNote
        error={job.error ?? { message: 'The work failed.', remedy: 'The log of the server has the details.' }}
      />
    );
  }
  if (job.state === 'cancelled') return <p className="text-ink-soft">Cancelled. Nothing of it was kept.</p>;
  const title = label || 'Working';
  const waiting = job.state === 'queued';
  const reason = waiting ? job.error : null;
  return (
    <div className="flex min-h-18 flex-col gap-1.5">
      <div className="flex items-center justify-between gap-4">
        <p className="min-w-0 truncate font-medium">
          {waiting ? `${title}: ${reason ? 'waits' : 'waits for its turn'}` : title}
        </p>
        {onCancel && (
          <Button size="small" variant="quiet" disabled={job.cancelling} onClick={onCancel}>
            {job.cancelling ? 'Cancelling…' : 'Cancel'}
          </Button>
        )}
      </div>
      <Progress label={title} value={waiting || job.total === null ? null : job.done} max={job.total ?? 1} />
      {(!waiting || job.done > 0) && (
        <p className="flex flex-wrap justify-between gap-x-4 text-sm text-ink-soft">
          <span>{amountDone(job)}</span>
          <span>{waiting ? '' : pace(job)}</span>
        </p>
      )}
      {job.host && job.startedAt && (
        <p className="text-sm break-words text-ink-faint">
          On {job.host} since {formatMoment(job.startedAt)}
        </p>
      )}
      {reason && (
        <p className="flex gap-2 text-sm text-warning">
          <Hourglass className="mt-0.5 size-4 shrink-0" aria-hidden />
          <span className="min-w-0 break-words">
            {reason.message} {reason.remedy}
          </span>
        </p>
      )}
      {label !== job.message && job.message && <p className="text-sm text-ink-faint">{job.message}</p>}
      {cancelError ? <ErrorNote error={cancelError} /> : null}
    </div>
  );
}

function amountDone(job: JobView): string {
  if (job.unit === '%') return `${job.done.toFixed(0)} % of the work`;
  const done = formatCount(job.done);
  return job.total === null ? `${done} ${job.unit}` : `${done} of ${formatCount(job.total)} ${job.unit}`;
}

function pace(job: JobView): string {
  const left =
    job.secondsLeft === null ? 'time left not known yet' : `${formatDuration(job.secondsLeft)} left`;
  return job.rate === null || job.unit === '%' ? left : `${formatRate(job.rate, job.unit)} · ${left}`;
}
