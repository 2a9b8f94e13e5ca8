import { AppError } from '@/lib/errors';
import { openModel, type OpenModel } from '@/lib/surrogates/open-model';
import type { Container } from '../container';
import { imageShapeOf } from '../features/image-shape';
import { getFloat64 } from '../storage/float64-blob';
import type { ShardRange } from '../storage/matrix-store';
import { externalPoolModel, trainedPoolModel, type PoolModel } from './pool-model';
import {
  EXTERNAL_MODEL,
  externalConfigurationSchema,
  trainedConfigurationSchema,
} from './surrogate-configuration';

/** A finished surrogate as its row tells of it. */
export interface FinishedSurrogate {
  readonly model: string;
  readonly configuration: unknown;
  readonly parametersBlob: string | null;
  readonly probabilitiesBlob: string;
  readonly featuresBlob: string;
  readonly featureSet: { readonly extractor: string; readonly configuration: unknown };
}

/** Ready to score the pool, or some of its shards, wherever it came from. */
export async function openSurrogate(
  container: Container,
  surrogate: FinishedSurrogate,
  range?: ShardRange & { readonly firstRow: number },
): Promise<{ model: PoolModel; dispose: () => Promise<void> }> {
  const { matrices } = container;
  const { featuresBlob, probabilitiesBlob } = surrogate;
  if (surrogate.model === EXTERNAL_MODEL) {
    const { classes } = externalConfigurationSchema.parse(surrogate.configuration);
    const blobsOfModel = { probabilities: probabilitiesBlob, features: featuresBlob };
    return {
      model: externalPoolModel(matrices, blobsOfModel, classes, range),
      dispose: () => Promise.resolve(),
    };
  }
  const opened = await openTrained(container, surrogate);
  return { model: trainedPoolModel(matrices, featuresBlob, opened, range), dispose: () => opened.dispose() };
}

/** A surrogate that was trained here, ready for any rows of its features. */
export async function openTrained(
  { matrices, blobs, engine }: Container,
  surrogate: Omit<FinishedSurrogate, 'probabilitiesBlob' | 'model'>,
): Promise<OpenModel> {
  const { featuresBlob, parametersBlob } = surrogate;
  if (parametersBlob === null) throw new AppError('internal', 'A trained surrogate has no parameters.');
  const { model, classes } = trainedConfigurationSchema.parse(surrogate.configuration);
  const parameters = await getFloat64(blobs, parametersBlob);
  const { columns } = await matrices.manifest(featuresBlob);
  const description = {
    model,
    features: columns,
    image: imageShapeOf(surrogate.featureSet),
    classes: classes ?? parameters.length / (columns + 1),
  };
  return openModel(await engine(), description, parameters);
}
