import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { FeatureExtractor } from '../extractor';
import { listIngestedMatrices } from '../features.repository';

const configurationSchema = z.strictObject({});

export const uploadedExtractor: FeatureExtractor<z.infer<typeof configurationSchema>> = {
  name: 'uploaded',
  title: 'As uploaded',
  description: 'The numbers of the ingested tables and matrices as they are.',
  modality: 'features',
  parameters: [],
  configuration: configurationSchema,
  contents: null,

  /** Names the shards of the ingests in a manifest of its own; no number is copied. */
  async extract({ db, matrices }, { projectId, rows, matrixBlob }, context) {
    const ingested = await listIngestedMatrices(db, projectId, rows);
    const manifest = await matrices.concatenate(matrixBlob, ingested);
    if (manifest.rows !== rows) {
      throw new AppError(
        'internal',
        `The ingested matrices have ${manifest.rows} rows for ${rows} examples.`,
      );
    }
    context.progress({ done: rows, total: rows, unit: 'examples' });
  },
};
