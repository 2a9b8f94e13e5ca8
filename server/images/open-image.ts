import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { IMAGE_TIMEOUT_SECONDS, MAX_IMAGE_PIXELS } from './image-limits';

// Many small pictures are read side by side (libuv's threads), so one thread a picture; and nothing is asked for twice.
sharp.concurrency(1);
sharp.cache(false);

/** A picture turned as its EXIF says; the first frame of an animated one. Cut off or damaged data is an error. */
export function openImage(bytes: Uint8Array): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels: MAX_IMAGE_PIXELS, sequentialRead: true })
    .timeout({ seconds: IMAGE_TIMEOUT_SECONDS })
    .autoOrient();
}
