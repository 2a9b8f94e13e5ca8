import type { JobView } from '@/lib/contracts/job';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { BACKGROUND_KINDS } from './background-kinds';
import { toJobView } from './job-view';

const LISTED = 50;

/** The newest first; `active`: only those that wait or run. */
export async function listJobs(container: Container, projectId: string, active: boolean): Promise<JobView[]> {
  const jobs = await container.db.job.findMany({
    where: {
      projectId,
      kind: { notIn: [...BACKGROUND_KINDS] },
      ...(active && { state: { in: ['queued', 'running'] } }),
    },
    orderBy: { createdAt: 'desc' },
    take: LISTED,
  });
  const now = new Date();
  return jobs.map((job) => toJobView(job, now));
}

export async function getJob(container: Container, projectId: string, jobId: string): Promise<JobView> {
  const job = await container.db.job.findFirst({ where: { id: jobId, projectId } });
  if (!job) throw new AppError('not-found', 'There is no such job in this project.');
  return toJobView(job, new Date());
}

/** Asks the job to stop; it does within a second or two, and nothing half-made stays. */
export async function cancelJob(container: Container, projectId: string, jobId: string): Promise<void> {
  await getJob(container, projectId, jobId);
  await container.jobs.cancel(jobId);
}
