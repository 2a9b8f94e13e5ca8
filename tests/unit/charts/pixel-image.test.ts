import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pngDataUrl } from '@/components/charts/pixel-image.plot';

describe('the picture inside a drawing', () => {
  // the second is longer than one stored block
  it.each([
    [3, 2],
    [130, 512],
  ])('of %i × %i pixels is read back by libvips as it was', async (width, height) => {
    const colors = Uint8Array.from({ length: width * height * 3 }, (_, place) => (place * 7919) % 256);
    const url = pngDataUrl({ width, height, colors });
    const file = Buffer.from(url.replace('data:image/png;base64,', ''), 'base64');
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([width, height, 3]);
    expect(Uint8Array.from(data)).toEqual(colors);
  });
});
