import sharp from 'sharp';

/** A small PNG that no other number has. */
export async function numberedPng(number: number, size = 12): Promise<Buffer> {
  const pixels = Buffer.alloc(size * size * 3, number % 251);
  pixels.writeUInt32BE(number, 0);
  return sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer();
}

/** With EXIF that turns it, where the format has any. */
export async function smallPicture(format: 'jpeg' | 'webp' | 'gif'): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: 9 * 7 * 3 }, (_, index) => (index * 37) % 256));
  const image = sharp(pixels, { raw: { width: 9, height: 7, channels: 3 } });
  return image.withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
}
