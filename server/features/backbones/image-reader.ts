import { AppError, toAppError } from '@/lib/errors';
import { mapOrdered } from '../../datasets/ingest/map-ordered';
import { IMAGES_AT_ONCE } from '../../images/image-limits';
import type { ImageTensorSettings } from '../../images/image-tensor';
import { imageTensor } from '../../images/image-tensor';
import type { Backbone } from '../../tensor/backbone';
import type { NamedContent, RowReader } from '../content-extractor';
import { imageSettings } from './image-settings';
import type { Pooling } from './pool-output';
import { chooseOutput, poolOutput } from './pool-output';

/** Vectors of whole images first; then what can be pooled. */
const PREFERRED = ['image_embeds', 'pooler_output', 'last_hidden_state'];
const IMAGES_A_RUN = 16;

export interface ImageReading {
  /** what the user calls the model */
  readonly name: string;
  /** how the model wants its images, as its preprocessor_config.json says it; null where nothing does */
  readonly preprocessor: Readonly<Record<string, unknown>> | null;
  /** 0: as the model wants it */
  readonly side: number;
  readonly output: string;
  readonly pooling: Pooling;
}

/** Reads images through a network, which it closes; the columns are found by running it on one blank image. */
export async function imageReader(backbone: Backbone, reading: ImageReading): Promise<RowReader> {
  const { name, preprocessor, side, pooling } = reading;
  try {
    const [input] = backbone.inputs;
    if (!input) throw new AppError('bad-input', `${name} has no input.`, 'Name another model.');
    const settings = imageSettings(input, preprocessor, side);
    const output = chooseOutput(backbone, name, reading.output, PREFERRED);
    const run = async (values: Float32Array, images: number) => {
      const { width, height, channels, layout } = settings;
      const size = layout === 'nchw' ? [channels, height, width] : [height, width, channels];
      const result = await backbone.run({ [input.name]: { values, shape: [images, ...size] } }, output);
      return poolOutput(result, pooling, null);
    };
    const { columns } = await run(new Float32Array(valuesOf(settings)), 1);
    // A model whose number of images is fixed takes them one by one.
    const batch = input.shape[0] === 1 ? 1 : IMAGES_A_RUN;
    return {
      columns,
      batch,
      rows: async (contents) => (await run(await readTensors(contents, settings), contents.length)).values,
      close: () => backbone.close(),
    };
  } catch (error) {
    await backbone.close();
    throw error;
  }
}

function valuesOf({ width, height, channels }: ImageTensorSettings): number {
  return width * height * channels;
}

async function readTensors(
  contents: readonly NamedContent[],
  settings: ImageTensorSettings,
): Promise<Float32Array> {
  const values = new Float32Array(contents.length * valuesOf(settings));
  let offset = 0;
  const read = async ({ key, bytes }: NamedContent) =>
    imageTensor(bytes, settings).catch((error: unknown) => {
      const { code, message, remedy } = toAppError(error);
      throw new AppError(code, `${key}: ${message}`, remedy, { cause: error });
    });
  for await (const tensor of mapOrdered(contents, IMAGES_AT_ONCE, read)) {
    values.set(tensor, offset);
    offset += tensor.length;
  }
  return values;
}
