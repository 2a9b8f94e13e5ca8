import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestRequest } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { startTrustedIngest } from '../datasets/ingest.service';
import { startFeatureSet } from '../features/features.service';
import type { JobHandler } from '../jobs/job';
import { getJob } from '../jobs/jobs.service';
import * as studies from '../studies/studies.service';
import { prepareSampleJob } from './prepare-sample.job';
import type { PrepareSamplePayload } from './prepare-sample.job';
import { SAMPLE_FEATURES, SAMPLE_INGESTS, SAMPLE_STUDY } from './sample';

const POLL_MS = 300;
const STEPS = SAMPLE_INGESTS.length + 2;

/**
 * Leads the sample through the stages by starting each when the one before is done, as a person would. What it finds
 * started, after a restart, it waits for.
 */
export const prepareSampleHandler: JobHandler<PrepareSamplePayload> = {
  definition: prepareSampleJob,
  async run(container, { projectId, ownerId }, context) {
    const { signal } = context;
    const step = (done: number, message: string) =>
      context.progress({ done, total: STEPS, unit: 'steps', message });
    for (const [index, request] of SAMPLE_INGESTS.entries()) {
      step(index, 'Reading the images');
      await untilDone(
        container,
        projectId,
        await ingestOnce(container, { projectId, ownerId }, request),
        signal,
      );
    }
    step(STEPS - 2, 'Computing features');
    const { featureSetId, jobId } = await startFeatureSet(container, { projectId, ...SAMPLE_FEATURES });
    await untilDone(container, projectId, jobId, signal);
    step(STEPS - 1, 'Running the study');
    await untilDone(container, projectId, await studyOnce(container, projectId, featureSetId), signal);
    step(STEPS, '');
  },
};

async function ingestOnce(
  container: Container,
  { projectId, ownerId }: PrepareSamplePayload,
  request: IngestRequest,
): Promise<string> {
  const name = request.source.kind === 'path' ? basename(request.source.path) : request.source.fileName;
  const started = await container.db.ingest.findFirst({
    where: { projectId, name },
    select: { jobId: true },
  });
  if (started?.jobId) return started.jobId;
  return (await startTrustedIngest(container, { projectId, userId: ownerId, request })).jobId;
}

async function studyOnce(container: Container, projectId: string, featureSetId: string): Promise<string> {
  const where = { projectId, name: SAMPLE_STUDY.name };
  const started = await container.db.study.findFirst({ where, select: { jobId: true } });
  if (started?.jobId) return started.jobId;
  return (await studies.start(container, { projectId, featureSetId, ...SAMPLE_STUDY })).jobId;
}

async function untilDone(
  container: Container,
  projectId: string,
  jobId: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const { state, error } = await getJob(container, projectId, jobId);
    if (state === 'done') return;
    if (state === 'cancelled') throw new AppError('cancelled', 'A step of the sample was cancelled.');
    if (state === 'failed') {
      throw new AppError('conflict', error?.message ?? 'A step of the sample failed.', error?.remedy);
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
