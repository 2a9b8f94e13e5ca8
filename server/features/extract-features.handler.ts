import type { JobHandler } from '../jobs/job';
import type { ExtractFeaturesPayload } from './extract-features.job';
import { extractContents } from './extract-contents';
import { extractFeaturesJob } from './extract-features.job';
import { extractorByName } from './extractors/registry';
import { featureFiles, rawRows } from './feature-files';
import { findFeatureSet, markFeatureSet, updateFeatureSet } from './features.repository';

export const extractFeaturesHandler: JobHandler<ExtractFeaturesPayload> = {
  definition: extractFeaturesJob,

  async run(container, { featureSetId }, context) {
    const featureSet = await findFeatureSet(container.db, featureSetId);
    if (!featureSet) return;
    const { projectId, rows } = featureSet;
    const { folder, matrix } = featureFiles(projectId, featureSetId);
    // an earlier attempt may have got to the end but for cleaning up
    if (featureSet.state === 'done') return container.blobs.removeAll(rawRows(folder));
    const extractor = extractorByName(featureSet.extractor);
    if (!(await markFeatureSet(container.db, featureSetId, 'running'))) return;
    const configuration = extractor.configuration.parse(featureSet.configuration);
    const task = { projectId, rows, configuration, folder, matrixBlob: matrix };
    const { name, runsModel, contents } = extractor;
    if (contents) await extractContents(container, task, context, { name, runsModel, contents });
    else await extractor.extract?.(container, task, context);
    const { columns } = await container.matrices.manifest(matrix);
    await container.db.$transaction(async (tx) => {
      // Fails where another worker has taken over.
      await context.saveCheckpoint(context.checkpoint, tx);
      await updateFeatureSet(tx, featureSetId, { state: 'done', matrixBlob: matrix, dimension: columns });
    });
    await container.blobs.removeAll(rawRows(folder));
  },

  async ended(container, { featureSetId }, outcome) {
    const featureSet = await findFeatureSet(container.db, featureSetId);
    if (!featureSet || !(await markFeatureSet(container.db, featureSetId, outcome))) return;
    await container.blobs.removeAll(featureFiles(featureSet.projectId, featureSetId).folder);
  },
};
