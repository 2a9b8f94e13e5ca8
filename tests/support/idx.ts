import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

const SAMPLE = new URL('../../prisma/sample/', import.meta.url);
const SIDE = 28;

/** The bytes of an IDX file of gray images, which lie one after the other. */
export function idxImages(pixels: Uint8Array, count: number, height = SIDE, width = SIDE): Buffer {
  const header = Buffer.from([0, 0, 8, 3, ...Array<number>(12).fill(0)]);
  [count, height, width].forEach((length, axis) => header.writeUInt32BE(length, 4 + axis * 4));
  return Buffer.concat([header, pixels]);
}

export function idxLabels(labels: readonly number[]): Buffer {
  const header = Buffer.from([0, 0, 8, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(labels.length, 4);
  return Buffer.concat([header, Buffer.from(labels)]);
}

/** Real images of the sample's test part, from `from` on, with their labels. */
export async function sampleImages(
  from: number,
  count: number,
): Promise<{ pixels: Buffer; labels: number[] }> {
  const read = async (name: string) => gunzipSync(await readFile(new URL(name, SAMPLE)));
  const images = await read('t10k-images-idx3-ubyte.gz');
  const labels = await read('t10k-labels-idx1-ubyte.gz');
  const size = SIDE * SIDE;
  return {
    pixels: images.subarray(16 + from * size, 16 + (from + count) * size),
    labels: [...labels.subarray(8 + from, 8 + from + count)],
  };
}
