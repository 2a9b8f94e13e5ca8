import type { Sharp } from 'sharp';
import { AppError } from '@/lib/errors';
import { openImage } from './open-image';

/** How a model wants its images. */
export interface ImageTensorSettings {
  readonly width: number;
  readonly height: number;
  /** `fit` squeezes the whole image; a number first makes its shorter side so long and then cuts the middle out */
  readonly resize: 'fit' | number;
  readonly kernel: 'nearest' | 'linear' | 'cubic' | 'lanczos3';
  readonly channels: 1 | 3;
  /** a byte times this … */
  readonly scale: number;
  /** … minus the channel's mean, by its deviation */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** a plane a channel (`nchw`), or the channels of a pixel together (`nhwc`) */
  readonly layout: 'nchw' | 'nhwc';
}

/**
 * An image as float32 values for a model. Transparent parts are white.
 *
 * @returns width × height × channels values in the layout asked for
 * @throws AppError `bad-input` where the picture cannot be decoded
 */
export async function imageTensor(bytes: Uint8Array, settings: ImageTensorSettings): Promise<Float32Array> {
  const { width, height, channels } = settings;
  let pixels: Buffer;
  try {
    const image = openImage(bytes).flatten({ background: 'white' });
    pixels = await resized(image, settings)
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer();
    if (pixels.length !== width * height * channels) throw new Error(`${pixels.length} values`);
  } catch (error) {
    throw new AppError('bad-input', 'An image cannot be decoded.', 'Ingest it again.', { cause: error });
  }
  return normalized(pixels, settings);
}

function resized(image: Sharp, { width, height, resize, kernel }: ImageTensorSettings): Sharp {
  if (resize === 'fit') return image.resize(width, height, { fit: 'fill', kernel });
  // The middle square of the image that large: its shorter side is the square's, and what is wanted is within it.
  const side = Math.max(resize, width, height);
  const [left, top] = [Math.floor((side - width) / 2), Math.floor((side - height) / 2)];
  return image.resize(side, side, { fit: 'cover', kernel }).extract({ left, top, width, height });
}

function normalized(pixels: Buffer, settings: ImageTensorSettings): Float32Array {
  const { channels, scale, mean, deviation, layout } = settings;
  const values = new Float32Array(pixels.length);
  const plane = pixels.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const factor = scale / (deviation[channel] as number);
    const shift = (mean[channel] as number) / (deviation[channel] as number);
    for (let pixel = 0; pixel < plane; pixel++) {
      const place = layout === 'nchw' ? channel * plane + pixel : pixel * channels + channel;
      values[place] = (pixels[pixel * channels + channel] as number) * factor - shift;
    }
  }
  return values;
}
