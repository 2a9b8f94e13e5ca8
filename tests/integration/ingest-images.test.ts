import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { encodeGrayPng } from '@/server/images/encode-gray-png';
import { examineImage } from '@/server/images/examine-image';
import { imagePixels } from '@/server/images/image-pixels';
import { contentTypeOf } from '@/server/images/image-type';

/** A picture whose left half is red and whose right half is blue. */
function halves(width: number, height: number) {
  const pixels = Buffer.alloc(width * height * 3);
  for (let index = 0; index < width * height; index++)
    pixels[index * 3 + (index % width < width / 2 ? 0 : 2)] = 255;
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

async function colourAt(thumbnail: Buffer, left: number, top: number): Promise<string> {
  const pixel = await sharp(thumbnail).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
  const [red = 0, , blue = 0] = pixel;
  return red > 150 && blue < 100 ? 'red' : blue > 120 && red < 100 ? 'blue' : `other ${[...pixel].join()}`;
}

describe('a readable image', () => {
  test.each([
    ['photo.jpg', 'image/jpeg', () => halves(640, 480).jpeg().toBuffer()],
    ['photo.JPEG', 'image/jpeg', () => halves(640, 480).toColourspace('cmyk').jpeg().toBuffer()],
    ['picture.png', 'image/png', () => halves(640, 480).png().toBuffer()],
    ['deep.png', 'image/png', () => halves(640, 480).toColourspace('rgb16').png().toBuffer()],
    ['palette.png', 'image/png', () => halves(640, 480).png({ palette: true }).toBuffer()],
    ['web.webp', 'image/webp', () => halves(640, 480).webp().toBuffer()],
    ['still.gif', 'image/gif', () => halves(640, 480).gif().toBuffer()],
    ['small.avif', 'image/avif', () => halves(640, 480).avif().toBuffer()],
    ['without-extension', 'image/png', () => halves(640, 480).png().toBuffer()],
  ])('%s has its size and a WebP thumbnail of 256 × 192', async (name, contentType, make) => {
    const bytes = await make();
    const facts = await examineImage(bytes, name);
    if ('problem' in facts) throw new Error(facts.problem.reason);
    expect([facts.width, facts.height, contentTypeOf(bytes)]).toEqual([640, 480, contentType]);
    expect(await sharp(facts.thumbnail).metadata()).toMatchObject({
      format: 'webp',
      width: 256,
      height: 192,
    });
    expect([await colourAt(facts.thumbnail, 20, 90), await colourAt(facts.thumbnail, 230, 90)]).toEqual([
      'red',
      'blue',
    ]);
  });

  test('turned by EXIF: what the camera held upright is upright', async () => {
    // Orientation 6: the stored picture is to be turned by 90° clockwise, so left becomes top.
    const bytes = await halves(400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const facts = await examineImage(bytes, 'turned.jpg');
    if ('problem' in facts) throw new Error(facts.problem.reason);
    expect([facts.width, facts.height]).toEqual([200, 400]);
    expect([await colourAt(facts.thumbnail, 64, 20), await colourAt(facts.thumbnail, 64, 230)]).toEqual([
      'red',
      'blue',
    ]);
    const pixels = await imagePixels(bytes, 2, 'rgb');
    expect([...pixels].map(Math.round)).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1]);
  });

  test('of several frames gives the first', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100] })
      .toBuffer();
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(2);
    const facts = await examineImage(bytes, 'moving.gif');
    if ('problem' in facts) throw new Error(facts.problem.reason);
    expect([facts.width, facts.height, await colourAt(facts.thumbnail, 10, 10)]).toEqual([20, 20, 'red']);
  });

  test('is not enlarged', async () => {
    const facts = await examineImage(await halves(10, 6).png().toBuffer(), 'tiny.png');
    if ('problem' in facts) throw new Error(facts.problem.reason);
    expect(await sharp(facts.thumbnail).metadata()).toMatchObject({ width: 10, height: 6 });
  });
});

describe('an image that cannot be used says why', () => {
  const png = () => halves(300, 200).png().toBuffer();
  /** A PNG that claims more pixels in its header, with valid checksums, and has a few bytes of data. */
  const bomb = async (width = 60_000, height = 60_000) => {
    const bytes = await encodeGrayPng(new Uint8Array(1), 1, 1);
    const { crc32 } = await import('node:zlib');
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    return bytes;
  };
  test.each([
    ['an empty file', 'a.png', 'empty', () => Promise.resolve(Buffer.alloc(0))],
    ['a text named .png', 'a.png', 'not-an-image', () => Promise.resolve(Buffer.from('hello, I am a text'))],
    ['a JPEG named .png', 'a.png', 'wrong-extension', () => halves(9, 9).jpeg().toBuffer()],
    ['a PNG named .txt', 'a.txt', 'wrong-extension', png],
    ['a TIFF', 'a.tif', 'unsupported-format', () => halves(9, 9).tiff().toBuffer()],
    [
      'an SVG',
      'a.svg',
      'not-an-image',
      () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
    ],
    ['half a PNG', 'a.png', 'broken', async () => (await png()).subarray(0, 150)],
    [
      'half a JPEG',
      'a.jpg',
      'broken',
      async () =>
        halves(900, 700)
          .jpeg()
          .toBuffer()
          .then((bytes) => bytes.subarray(0, bytes.length / 2)),
    ],
    [
      'half a WebP',
      'a.webp',
      'broken',
      async () =>
        halves(900, 700)
          .webp()
          .toBuffer()
          .then((bytes) => bytes.subarray(0, bytes.length / 2)),
    ],
    [
      'a PNG with a flipped bit',
      'a.png',
      'broken',
      async () => png().then((bytes) => bytes.map((byte, index) => (index === 60 ? byte ^ 255 : byte))),
    ],
    ['a decompression bomb', 'a.png', 'too-large', () => bomb()],
    ['a line without end', 'a.png', 'too-large', () => bomb(7_900_000, 12)],
    ['too large a file', 'a.png', 'too-large', () => Promise.resolve(Buffer.alloc(64 * 2 ** 20 + 1))],
  ])('%s', async (_title, name, code, make) => {
    expect(await examineImage(await make(), name)).toMatchObject({
      problem: { code, reason: expect.stringMatching(/\w.*\.$/) as string },
    });
  });
});

describe('pixels', () => {
  test('of a gray PNG of the same size are its bytes / 255', async () => {
    const bytes = Uint8Array.from({ length: 28 * 28 }, (_, index) => (index * 37) % 256);
    const png = await encodeGrayPng(bytes, 28, 28);
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 28, height: 28, channels: 1 });
    expect(await imagePixels(png, 28, 'gray')).toEqual(Float32Array.from(bytes, (byte) => byte / 255));
  });

  test('of a transparent picture are those on white', async () => {
    const clear = sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    expect(await imagePixels(await clear.png().toBuffer(), 2, 'rgb')).toEqual(new Float32Array(12).fill(1));
  });

  test('keep colours in RGB', async () => {
    const pixels = await imagePixels(await halves(64, 64).png().toBuffer(), 2, 'rgb');
    expect([...pixels].map(Math.round)).toEqual([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1]);
  });
});
