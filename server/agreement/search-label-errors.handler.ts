import type { z } from 'zod';
import { suspectedErrors } from '@/lib/agreement/confident-learning';
import { AppError } from '@/lib/errors';
import { chooseRidgeByCrossValidation } from '@/lib/surrogates/choose-ridge';
import { crossValidatedProbabilities } from '@/lib/surrogates/cross-validated-probabilities';
import type { JobHandler } from '../jobs/job';
import { lockDerived } from './consensus.repository';
import { findFeatures, listPeoplesLabels } from './label-errors.repository';
import { replaceOpenItems } from './review-items.repository';
import { searchLabelErrorsJob } from './search-label-errors.job';

const FOLDS = 5;
/** Folds are drawn with it; fixed, so that the same labels give the same suspicions. */
const SEED = 1;

/** Puts labels of people that a model trained on the other labels contradicts into the review queue. */
export const searchLabelErrorsHandler: JobHandler<z.infer<typeof searchLabelErrorsJob.payload>> = {
  definition: searchLabelErrorsJob,
  async run(container, { featureSetId }, context) {
    const { projectId, signal } = context;
    const featureSet = await findFeatures(container.db, featureSetId);
    if (!featureSet?.matrixBlob) throw new AppError('not-found', 'The features are not there any more.');
    const labeled = await listPeoplesLabels(container.db, { projectId, rowLimit: featureSet.rows });
    const rows = Int32Array.from(labeled, ({ row }) => row);
    const data = {
      features: await container.matrices.readRows(featureSet.matrixBlob, rows),
      labels: Int32Array.from(labeled, ({ label }) => label),
      weights: null,
      classes: featureSet.project.classes.length,
    };
    const engine = await container.engine();
    context.progress({ done: 0, total: FOLDS, unit: 'folds', message: 'Choosing the ridge' });
    const choice = { folds: FOLDS, seed: SEED, signal };
    const { ridge } = await chooseRidgeByCrossValidation(engine, data, choice);
    const probabilities = await crossValidatedProbabilities(engine, data, {
      ...choice,
      ridge,
      onFold: (done, total) =>
        context.progress({ done, total, unit: 'folds', message: 'Predicting labels that were held out' }),
    });
    const suspicions = suspectedErrors(probabilities, data.labels).map(
      ({ index, suggested, normalizedMargin }) => ({
        row: rows[index] as number,
        suspicion: 1 - normalizedMargin,
        suggested,
      }),
    );
    await container.db.$transaction(async (tx) => {
      await context.saveCheckpoint('searched', tx);
      await lockDerived(tx, projectId);
      await replaceOpenItems(tx, projectId, 'label-error', suspicions);
    });
  },
};
