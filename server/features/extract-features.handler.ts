import type { JobHandler } from '../jobs/job';
import type { ExtractFeaturesPayload } from './extract-features.job';
import { extractFeaturesJob } from './extract-features.job';
import { extractorByName } from './extractors/registry';
import { featureFiles } from './feature-files';
import { findFeatureSet, markFeatureSet, updateFeatureSet } from './features.repository';

export const extractFeaturesHandler: JobHandler<ExtractFeaturesPayload> = {
  definition: extractFeaturesJob,

  async run(container, { featureSetId }, context) {
    const featureSet = await findFeatureSet(container.db, featureSetId);
    if (!featureSet || featureSet.state === 'done') return;
    const { projectId, rows } = featureSet;
    const extractor = extractorByName(featureSet.extractor);
    if (!(await markFeatureSet(container.db, featureSetId, 'running'))) return;
    const { folder, matrix } = featureFiles(projectId, featureSetId);
    const configuration = extractor.configuration.parse(featureSet.configuration);
    await extractor.extract(
      container,
      { projectId, rows, configuration, folder, matrixBlob: matrix },
      context,
    );
    const { columns } = await container.matrices.manifest(matrix);
    await container.db.$transaction(async (tx) => {
      // Fails where another worker has taken over.
      await context.saveCheckpoint(context.checkpoint, tx);
      await updateFeatureSet(tx, featureSetId, { state: 'done', matrixBlob: matrix, dimension: columns });
    });
  },

  async ended(container, { featureSetId }, outcome) {
    const featureSet = await findFeatureSet(container.db, featureSetId);
    if (!featureSet || !(await markFeatureSet(container.db, featureSetId, outcome))) return;
    await container.blobs.removeAll(featureFiles(featureSet.projectId, featureSetId).folder);
  },
};
