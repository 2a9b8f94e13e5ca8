import type { ModelMetrics } from '@/lib/contracts/model';
import { AppError } from '@/lib/errors';
import { fitModel } from '@/lib/surrogates/fit-model';
import { memberParameters } from '@/lib/surrogates/open-model';
import type { Container } from '../container';
import { imageShapeOf } from '../features/image-shape';
import type { JobContext } from '../jobs/job';
import { putHashedFloat64 } from '../storage/float64-blob';
import { resolveRidge } from './resolve-ridge.service';
import { trainedConfigurationSchema } from './surrogate-configuration';
import { surrogateFiles } from './surrogate-files';
import type { TrainingInputs } from './surrogates.repository';
import { decodeTrainingSet } from './training-set.service';

/** A surrogate that can score the pool, and what is known of it before it has. */
export interface MadeSurrogate {
  readonly classes: number;
  readonly parametersBlob: string | null;
  readonly facts: Omit<ModelMetrics, 'test' | 'seconds'>;
  /** for the end, when nothing will ask for it again */
  readonly removeSource?: () => Promise<void>;
}

/** Trains on the frozen training set and keeps the parameters. The same inputs give the same bytes. */
export async function fitTrained(
  container: Container,
  inputs: TrainingInputs,
  context: JobContext,
): Promise<MadeSurrogate> {
  const { matrices, blobs } = container;
  const { signal } = context;
  if (!inputs.trainingBlob) throw new AppError('internal', 'The surrogate has no training set.');
  const engine = await container.engine();
  const configuration = trainedConfigurationSchema.parse(inputs.configuration);
  const { model, seed } = configuration;
  const training = decodeTrainingSet(await matrices.read(inputs.trainingBlob));
  const features = await matrices.readRows(inputs.featuresBlob, training.rows);
  const { labels, weights } = training;
  const classes = configuration.classes ?? inputs.classes;
  const data = { features, labels, weights, classes, image: imageShapeOf(inputs.featureSet) };

  context.progress({ done: 0, total: inputs.rows, unit: 'examples', message: 'Training' });
  const found = model.name === 'softmax' ? await resolveRidge(engine, data, configuration, signal) : null;
  const fit = await fitModel(engine, model, data, {
    ridge: found?.ridge ?? 0,
    seed,
    signal,
    onEpoch: ({ epoch, epochs }) =>
      context.progress({ done: epoch, total: epochs, unit: 'epochs', message: 'Training' }),
  });
  const { folder } = surrogateFiles(inputs.projectId, inputs.id);
  const size = memberParameters(fit.description);
  const shape =
    model.name === 'softmax' ? [features.columns + 1, classes] : [fit.parameters.length / size, size];
  const place = { folder, name: 'parameters' };
  const parametersBlob = await putHashedFloat64(blobs, place, fit.parameters, shape);
  await fit.dispose();
  return {
    classes: fit.description.classes,
    parametersBlob,
    facts: {
      engine: engine.info,
      ridge: found?.ridge ?? null,
      ridgeFrom: found?.ridgeFrom ?? (model.name === 'softmax' ? '' : `weight decay ${model.weightDecay}`),
      ridgePath: found?.ridgePath ?? [],
      objective: fit.objective,
      iterations: fit.iterations,
      trainingLabels: labels.length,
      absentClasses: fit.absentClasses,
    },
  };
}
