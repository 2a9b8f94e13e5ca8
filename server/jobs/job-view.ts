import type { JobView } from '@/lib/contracts/job';
import { errorViewSchema } from '@/lib/contracts/job';
import { hostOfWorker } from './worker-name';
import type { Job } from '../db/generated/client';

/** What the screen shows of a job. The rate is that of the current attempt, so that a restart does not spoil it. */
export function toJobView(job: Job, now: Date): JobView {
  const rate = job.state === 'running' ? currentRate(job, now) : null;
  return {
    id: job.id,
    projectId: job.projectId,
    kind: job.kind,
    state: job.state,
    done: job.done,
    total: job.total,
    unit: job.unit,
    message: job.message,
    rate,
    secondsLeft: rate && job.total !== null ? Math.max(0, job.total - job.done) / rate : null,
    cancelling: job.cancelRequestedAt !== null && job.finishedAt === null,
    error: errorViewSchema.nullable().catch(null).parse(job.error),
    host: job.worker === null ? null : hostOfWorker(job.worker),
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
  };
}

function currentRate(job: Job, now: Date): number | null {
  if (!job.rateSince) return null;
  const seconds = (now.getTime() - job.rateSince.getTime()) / 1000;
  const units = job.done - job.rateFrom;
  return seconds > 0 && units > 0 ? units / seconds : null;
}
