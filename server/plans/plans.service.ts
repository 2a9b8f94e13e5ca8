import { AppError } from '@/lib/errors';
import { labelsForTarget, type TargetEstimate } from '@/lib/planning/labels-for-target';
import type { Container } from '../container';
import { report as studyReport } from '../studies/studies.service';
import { findCostPerLabel } from './plans.repository';

/**
 * What a target error takes by each curve of a study, in labels and money.
 *
 * @throws AppError `not-found`, `conflict` while the study has no report, `bad-input` for a target outside (0, 1)
 */
export async function estimate(
  container: Container,
  input: { projectId: string; studyId: string; targetError: number },
): Promise<TargetEstimate[]> {
  const report = await studyReport(container, input);
  if (!report) throw new AppError('conflict', 'This study has no report yet.', 'Wait until it is done.');
  return labelsForTarget(report, input.targetError, await findCostPerLabel(container.db, input.projectId));
}
