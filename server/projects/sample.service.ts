import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { prepareSampleJob } from './prepare-sample.job';
import { SAMPLE_CLASSES, SAMPLE_NAME } from './sample';

/** The sample project and the job that fills it, in the caller's transaction. */
export async function createSampleProject(
  container: Container,
  tx: DatabaseClient,
  ownerId: string,
): Promise<string> {
  const { id: projectId } = await tx.project.create({
    data: {
      name: SAMPLE_NAME,
      modality: 'image',
      classes: SAMPLE_CLASSES,
      isSample: true,
      members: { create: { userId: ownerId, role: 'owner' } },
    },
    select: { id: true },
  });
  await container.jobs.enqueue(prepareSampleJob, { projectId, payload: { projectId, ownerId }, tx });
  return projectId;
}
