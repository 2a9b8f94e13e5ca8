import { availableParallelism } from 'node:os';

/** A file larger than this is not read. */
export const MAX_IMAGE_BYTES = 64 * 2 ** 20;

/** Width × height; some 10,000 × 10,000. A decompression bomb says more in a few bytes. */
export const MAX_IMAGE_PIXELS = 100_000_000;

/** Width or height, as JPEG has it: decoders hold many lines at once, and a line of a million pixels takes gigabytes. */
export const MAX_IMAGE_SIDE = 65_535;

/** A picture that takes longer was made to. */
export const IMAGE_TIMEOUT_SECONDS = 30;

/** Longer side of a thumbnail. */
export const THUMBNAIL_PIXELS = 256;

/** Of WebP, 0 … 6: a tenth more bytes than with the library's 4, for a quarter less time a picture. */
export const THUMBNAIL_EFFORT = 2;

/** Pictures that are worked on side by side: enough to keep every core busy while one is read. */
export const IMAGES_AT_ONCE = Math.min(16, availableParallelism() + 2);
