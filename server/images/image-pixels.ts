import { AppError } from '@/lib/errors';
import { openImage } from './open-image';

export type PixelColour = 'gray' | 'rgb';

export function channelsOf(colour: PixelColour): number {
  return colour === 'gray' ? 1 : 3;
}

/**
 * A picture squeezed into size × size pixels, as size² × channels values from 0 to 1, row by row, the channels of a pixel
 * together. Transparent parts are white.
 *
 * @throws AppError `bad-input` where the picture cannot be decoded
 */
export async function imagePixels(
  bytes: Uint8Array,
  size: number,
  colour: PixelColour,
): Promise<Float32Array> {
  try {
    const values = await openImage(bytes)
      .flatten({ background: 'white' })
      .resize(size, size, { fit: 'fill' })
      .toColourspace(colour === 'gray' ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer();
    if (values.length !== size * size * channelsOf(colour)) throw new Error(`${values.length} values`);
    return Float32Array.from(values, (value) => value / 255);
  } catch (error) {
    throw new AppError('bad-input', 'An image cannot be decoded.', 'Ingest it again.', { cause: error });
  }
}
