import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../container';
import type { JobHandler } from '../jobs/job';
import { removeProjectJob } from './remove-project.job';

const POLL_MS = 500;

/** Everything of a project: first what still writes, then the files, then the rows, this job's own among them. */
export const removeProjectHandler: JobHandler<{ projectId: string }> = {
  definition: removeProjectJob,
  async run(container, { projectId }, { jobId, signal }) {
    while (await othersRun(container, projectId, jobId)) await sleep(POLL_MS, undefined, { signal });
    await container.blobs.removeAll(`projects/${projectId}`);
    await container.db.project.deleteMany({ where: { id: projectId } });
  },
};

async function othersRun(container: Container, projectId: string, jobId: string): Promise<boolean> {
  const others = await container.db.job.count({ where: { projectId, state: 'running', id: { not: jobId } } });
  return others > 0;
}
