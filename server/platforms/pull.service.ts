import type { PullRequest } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { toJson } from '../db/json';
import { createIngest, findActiveIngest, lockProject, updateIngest } from '../datasets/ingest.repository';
import { refreshTarget, requireAll } from './class-mapping.service';
import { openConnection } from './open-connection.service';
import { pullJob } from './pull.job';
import { confirmedClasses } from './record-answers.service';

/**
 * Starts to bring the tasks of the platform in: new ones become examples, and the answers of all are brought up to date.
 *
 * @throws AppError `conflict` before the classes were confirmed, and while another ingest of the project runs
 */
export async function startPull(
  container: Container,
  input: { projectId: string; userId: string; groundTruth: PullRequest['groundTruth'] },
): Promise<{ ingestId: string; jobId: string }> {
  const { projectId, userId, groundTruth } = input;
  const open = await openConnection(container, projectId);
  const classByChoice = confirmedClasses(open.connection);
  const { target } = await refreshTarget(container, open);
  requireAll(target, classByChoice);
  const request: PullRequest = { format: 'platform', groundTruth };
  const started = await container.db.$transaction(async (tx) => {
    await lockProject(tx, projectId);
    if (await findActiveIngest(tx, projectId)) {
      throw new AppError(
        'conflict',
        'Another ingest of this project is running.',
        'Wait for it, or cancel it.',
      );
    }
    const name = open.connection.externalTitle;
    const ingestId = await createIngest(tx, { projectId, name, request: toJson(request) });
    const jobId = await container.jobs.enqueue(pullJob, { projectId, payload: { ingestId }, tx });
    await updateIngest(tx, ingestId, { jobId });
    return { ingestId, jobId };
  });
  container.log.info({ projectId, userId, ...started }, 'pull started');
  return started;
}
