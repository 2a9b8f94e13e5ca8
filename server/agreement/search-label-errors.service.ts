import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { findFeatures, findNewestFeatures, listPeoplesLabels } from './label-errors.repository';
import { searchLabelErrorsJob } from './search-label-errors.job';

/** Fewer say nothing: each fold must learn every class from what is left. */
const FEWEST_LABELS = 20;

/**
 * Looks for labels of people that are probably wrong, by the features of the newest surrogate. Asked again while it is
 * under way, the same job.
 *
 * @throws AppError `conflict` where there are no features, or too few labels
 */
export async function searchErrors(
  container: Container,
  { projectId }: { projectId: string },
): Promise<{ jobId: string }> {
  const running = await container.db.job.findFirst({
    where: { projectId, kind: searchLabelErrorsJob.kind, state: { in: ['queued', 'running'] } },
    select: { id: true },
  });
  if (running) return { jobId: running.id };
  const newest = await findNewestFeatures(container.db, projectId);
  const features = newest && (await findFeatures(container.db, newest.featureSetId));
  if (!newest || !features) {
    throw new AppError(
      'conflict',
      'There are no features to learn from yet.',
      'Compute some on the page Features.',
    );
  }
  const labeled = await listPeoplesLabels(container.db, { projectId, rowLimit: features.rows });
  if (labeled.length < FEWEST_LABELS || new Set(labeled.map(({ label }) => label)).size < 2) {
    throw new AppError(
      'conflict',
      `Too little to learn from: ${labeled.length} examples have a label by people.`,
      `Label at least ${FEWEST_LABELS} examples of two classes first.`,
    );
  }
  const payload = { featureSetId: newest.featureSetId };
  return { jobId: await container.jobs.enqueue(searchLabelErrorsJob, { projectId, payload }) };
}
