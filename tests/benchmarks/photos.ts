import sharp from 'sharp';
import { sampleImages } from '../support/idx';

/** Real pictures, enlarged: as much to decode as a photo, and each another one. */
export async function makePhotos(count: number): Promise<Buffer[]> {
  const { pixels } = await sampleImages(0, count);
  const photos: Buffer[] = [];
  for (let index = 0; index < count; index++) {
    const raw = { width: 28, height: 28, channels: 1 } as const;
    const picture = sharp(pixels.subarray(index * 784, (index + 1) * 784), { raw });
    photos.push(await picture.resize(640, 480, { fit: 'fill' }).toColourspace('srgb').jpeg().toBuffer());
  }
  return photos;
}
