import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { ImageTensorSettings } from '../../images/image-tensor';
import type { BackboneValue } from '../../tensor/backbone';

const sizeSchema = z.union([
  z.number(),
  z.object({ height: z.number(), width: z.number() }),
  z.object({ shortest_edge: z.number() }),
]);

/** preprocessor_config.json, as much of it as images need; what else stands in it is passed over. */
const preprocessorSchema = z.object({
  do_resize: z.boolean().default(true),
  size: sizeSchema.optional(),
  do_center_crop: z.boolean().default(false),
  crop_size: sizeSchema.optional(),
  resample: z.number().int().default(2),
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: z.array(z.number()).optional(),
  image_std: z.array(z.number().positive()).optional(),
});

/** By Pillow's numbers; sharp has no box and no Hamming filter. */
const KERNELS: Readonly<Record<number, ImageTensorSettings['kernel']>> = {
  0: 'nearest',
  1: 'lanczos3',
  2: 'linear',
  3: 'cubic',
};

/** Of ImageNet, which most models were trained on. */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];
const USUAL_SIDE = 224;

/**
 * How a model wants its images: as its preprocessor_config.json says, else squeezed to the size of its input (224 × 224
 * where that is not fixed) and normalized by the moments of ImageNet.
 *
 * @param side overrides the size where it is not 0
 * @throws AppError `bad-input` for an input that takes no images, or a file that makes no sense
 */
export function imageSettings(
  input: BackboneValue,
  preprocessor: Readonly<Record<string, unknown>> | null,
  side: number,
): ImageTensorSettings {
  const { shape } = input;
  const layout = shape[3] === 3 || shape[3] === 1 ? 'nhwc' : 'nchw';
  const channels = shape[layout === 'nhwc' ? 3 : 1] === 1 ? 1 : 3;
  if (shape.length !== 4) {
    throw new AppError(
      'bad-input',
      `The model's input “${input.name}” has ${shape.length} axes; images have four.`,
      'Name a model of images.',
    );
  }
  const [height, width] = (layout === 'nhwc' ? [shape[1], shape[2]] : [shape[2], shape[3]]).map((size) =>
    typeof size === 'number' && size > 0 ? size : null,
  );
  const parsed = preprocessorSchema.safeParse(preprocessor ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError(
      'bad-input',
      `preprocessor_config.json: ${issue?.path.join('.')}: ${issue?.message}`,
      'Copy or download the file again.',
    );
  }
  const settings = parsed.data;
  const crop = settings.do_center_crop ? boxOf(settings.crop_size) : null;
  const asked = side > 0 ? { width: side, height: side } : (crop ?? boxOf(settings.size));
  const box = {
    width: width ?? asked?.width ?? USUAL_SIDE,
    height: height ?? asked?.height ?? USUAL_SIDE,
  };
  const { mean, deviation } = moments(settings, channels);
  return {
    ...box,
    resize: settings.do_center_crop && side === 0 ? shortestOf(settings.size, box) : 'fit',
    kernel: KERNELS[settings.resample] ?? 'linear',
    channels,
    scale: settings.do_rescale ? settings.rescale_factor : 1,
    mean,
    deviation,
    layout,
  };
}

type Size = z.infer<typeof sizeSchema> | undefined;

function boxOf(size: Size): { width: number; height: number } | null {
  if (size === undefined) return null;
  if (typeof size === 'number') return { width: size, height: size };
  if ('shortest_edge' in size) return { width: size.shortest_edge, height: size.shortest_edge };
  return size;
}

function shortestOf(size: Size, box: { width: number; height: number }): number {
  const wanted = boxOf(size) ?? box;
  return Math.max(Math.min(wanted.width, wanted.height), box.width, box.height);
}

function moments(settings: z.infer<typeof preprocessorSchema>, channels: 1 | 3) {
  const { do_normalize, image_mean = MEAN, image_std = DEVIATION } = settings;
  if (!do_normalize) return { mean: [0, 0, 0], deviation: [1, 1, 1] };
  const fill = (values: readonly number[]) => {
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.length === channels ? values : Array.from({ length: channels }, () => average);
  };
  return { mean: fill(image_mean), deviation: fill(image_std) };
}
