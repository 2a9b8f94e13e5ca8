import { extname } from 'node:path';
import { tooManyBytes } from '../datasets/ingest/too-many-bytes';
import {
  IMAGE_TIMEOUT_SECONDS,
  MAX_IMAGE_BYTES,
  MAX_IMAGE_PIXELS,
  MAX_IMAGE_SIDE,
  THUMBNAIL_EFFORT,
  THUMBNAIL_PIXELS,
} from './image-limits';
import { IMAGE_TYPES, sniffImage } from './image-type';
import { openImage } from './open-image';

export interface ImageFacts {
  /** after turning as EXIF says */
  readonly width: number;
  readonly height: number;
  /** WebP, at most THUMBNAIL_PIXELS on its longer side */
  readonly thumbnail: Buffer;
}

export interface ImageProblem {
  readonly code: 'empty' | 'too-large' | 'not-an-image' | 'unsupported-format' | 'wrong-extension' | 'broken';
  readonly reason: string;
}

/**
 * Reads a picture once, wholly, so that a damaged one is found now and not by an annotator, and makes its thumbnail.
 *
 * @param name only its extension matters: it must fit what the bytes are
 */
export async function examineImage(
  bytes: Uint8Array,
  name: string,
): Promise<ImageFacts | { problem: ImageProblem }> {
  const problem = checkBytes(bytes, name);
  if (problem) return { problem };
  const startedAt = performance.now();
  try {
    const image = openImage(bytes);
    const { width, height, autoOrient } = await image.metadata();
    if (width * height > MAX_IMAGE_PIXELS || Math.max(width, height) > MAX_IMAGE_SIDE)
      return { problem: tooManyPixels(width, height) };
    const thumbnail = await image
      .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80, effort: THUMBNAIL_EFFORT })
      .toBuffer();
    return { width: autoOrient.width, height: autoOrient.height, thumbnail };
  } catch (error) {
    return { problem: explain(error, performance.now() - startedAt) };
  }
}

function checkBytes(bytes: Uint8Array, name: string): ImageProblem | null {
  if (bytes.length === 0) return { code: 'empty', reason: 'The file is empty.' };
  if (bytes.length > MAX_IMAGE_BYTES)
    return { code: 'too-large', reason: tooManyBytes(bytes.length, MAX_IMAGE_BYTES) };
  const found = sniffImage(bytes);
  if (!found) return { code: 'not-an-image', reason: 'The file is not an image.' };
  if ('foreign' in found) {
    const known = Object.values(IMAGE_TYPES).map(({ title }) => title);
    return {
      code: 'unsupported-format',
      reason: `${found.foreign} is not read; convert it to ${known.join(', ')}.`,
    };
  }
  const extension = extname(name).slice(1).toLowerCase();
  const { title, extensions } = IMAGE_TYPES[found.type];
  if (extension === '' || (extensions as readonly string[]).includes(extension)) return null;
  return { code: 'wrong-extension', reason: `The file holds ${title} but is named .${extension}.` };
}

function tooManyPixels(width: number, height: number): ImageProblem {
  const limit = `at most ${MAX_IMAGE_PIXELS / 1e6} megapixels and ${MAX_IMAGE_SIDE} on a side are read`;
  return { code: 'too-large', reason: `The image has ${width} × ${height} pixels; ${limit}.` };
}

/** Not in libvips' own words: it has one place for those of all pictures that are worked on, so they may be another's. */
function explain(error: unknown, milliseconds: number): ImageProblem {
  if (error instanceof Error && /pixel limit/i.test(error.message)) {
    return { code: 'too-large', reason: `The image has more than ${MAX_IMAGE_PIXELS / 1e6} megapixels.` };
  }
  const why =
    milliseconds < IMAGE_TIMEOUT_SECONDS * 1000
      ? 'it is cut off or damaged'
      : `it takes more than ${IMAGE_TIMEOUT_SECONDS} seconds`;
  return { code: 'broken', reason: `The image cannot be decoded: ${why}.` };
}
