import sharp from 'sharp';

/** A small PNG that no other number has. */
export async function numberedPng(number: number, size = 12): Promise<Buffer> {
  const pixels = Buffer.alloc(size * size * 3, number % 251);
  pixels.writeUInt32BE(number, 0);
  return sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer();
}
