import type { Environment } from '../../env';
import type { RowReader } from '../content-extractor';
import { imageReader } from './image-reader';
import { locateModel, TFJS_MODEL } from './locate-model';
import type { Pooling } from './pool-output';
import { readTfjsModel } from './read-tfjs-model';

/** What pixels become, in the words of preprocessor_config.json. TensorFlow.js models do not say what they were trained on. */
const RANGES = {
  'minus-one-to-one': { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] },
  'zero-to-one': { do_normalize: false },
  bytes: { do_rescale: false, do_normalize: false },
  imagenet: {},
} as const;

export const PIXEL_RANGES = Object.keys(RANGES) as [PixelRange, ...PixelRange[]];
type PixelRange = keyof typeof RANGES;

export interface TfjsImageConfiguration {
  readonly model: string;
  readonly side: number;
  readonly range: PixelRange;
  readonly output: string;
  readonly pooling: Pooling;
}

/** Opens a TensorFlow.js model of images; a preprocessor_config.json beside it goes before the range asked for. */
export async function openTfjsImages(
  configuration: TfjsImageConfiguration,
  env: Environment,
): Promise<RowReader> {
  const model = await locateModel(configuration.model, TFJS_MODEL, env);
  const preprocessor = (await model.settings('preprocessor_config.json')) ?? RANGES[configuration.range];
  // Loaded where it is needed only: it takes a moment.
  const { openTfjsBackbone } = await import('../../tensor/tfjs/tfjs-backbone');
  const backbone = await openTfjsBackbone(
    await readTfjsModel(model.path, model.name),
    model.name,
    env.engine,
  );
  return imageReader(backbone, { ...configuration, name: model.name, preprocessor });
}
