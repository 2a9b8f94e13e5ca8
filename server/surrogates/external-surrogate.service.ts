import { createHash, randomUUID } from 'node:crypto';
import type { ExternalSurrogateRequest } from '@/lib/contracts/model';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { EXTERNAL_MODEL } from './surrogate-configuration';
import { claimSurrogate, findFeatureSet, findProjectClasses, markSurrogate } from './surrogates.repository';
import { trainSurrogateJob } from './train-surrogate.job';

/**
 * Makes a surrogate of what another model said of every example; scores and selections then treat it like any other.
 *
 * @throws AppError `not-found` or `conflict` where the feature set does not allow it
 */
export async function importSurrogate(
  container: Container,
  request: ExternalSurrogateRequest,
): Promise<{ surrogateId: string; jobId: string }> {
  const { projectId, featureSetId, name, uploadId, fileName, values } = request;
  const featureSet = await findFeatureSet(container.db, projectId, featureSetId);
  if (!featureSet) throw new AppError('not-found', 'There is no such feature set in this project.');
  if (featureSet.state !== 'done') {
    throw new AppError('conflict', 'This feature set is not finished.', 'Wait for it on the page Features.');
  }
  const classes = (await findProjectClasses(container.db, projectId)).length;
  if (classes < 2) {
    throw new AppError(
      'conflict',
      'A model needs at least 2 classes.',
      'Add classes in the settings of the project.',
    );
  }
  const configuration = { uploadId, fileName, values, classes };
  return container.db.$transaction(async (tx) => {
    const { id: surrogateId } = await claimSurrogate(tx, {
      id: randomUUID(),
      key: createHash('sha256')
        .update(JSON.stringify([featureSetId, EXTERNAL_MODEL, configuration]))
        .digest('hex'),
      projectId,
      featureSetId,
      name,
      model: EXTERNAL_MODEL,
      configuration,
      labelCount: 0,
    });
    const jobId = await container.jobs.enqueue(trainSurrogateJob, {
      projectId,
      payload: { surrogateId },
      tx,
    });
    await markSurrogate(tx, surrogateId, { state: 'queued', jobId });
    return { surrogateId, jobId };
  });
}
