import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import yazl from 'yazl';

const SIDE = 28;
const IMAGES = gunzipSync(readFileSync('prisma/sample/train-images-idx3-ubyte.gz')).subarray(16);
const LABELS = gunzipSync(readFileSync('prisma/sample/train-labels-idx1-ubyte.gz')).subarray(8);

/** Fashion-MNIST's numbers of four classes that are told apart easily, in the order of their names. */
const CLASSES = new Map([
  ['Bag', 8],
  ['Dress', 3],
  ['Sneaker', 7],
  ['Trouser', 1],
]);

async function pngOf(index: number): Promise<Buffer> {
  const pixels = IMAGES.subarray(index * SIDE * SIDE, (index + 1) * SIDE * SIDE);
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
    .png()
    .toBuffer();
}

export interface FashionZip {
  /** Class name of each file of the pool, by its path; the zip itself does not tell. */
  readonly truth: ReadonlyMap<string, string>;
  readonly poolCount: number;
  readonly testCount: number;
}

/**
 * Writes a zip of real images of four classes: `pool/0001.png` unlabeled, `test/<class>/0001.png` labeled, and two broken
 * files in the pool (a PNG cut in half, a text named .png).
 */
export async function writeFashionZip(
  path: string,
  perClass: { pool: number; test: number },
): Promise<FashionZip> {
  const zip = new yazl.ZipFile();
  const truth = new Map<string, string>();
  const wanted = new Map([...CLASSES].map(([name, label]) => [label, { name, pool: 0, test: 0 }]));
  for (let index = 0; index < LABELS.length; index++) {
    const taken = wanted.get(LABELS[index] ?? -1);
    if (!taken) continue;
    const file = `${String(index).padStart(4, '0')}.png`;
    if (taken.pool < perClass.pool) {
      taken.pool++;
      truth.set(`pool/${file}`, taken.name);
      zip.addBuffer(await pngOf(index), `pool/${file}`);
    } else if (taken.test < perClass.test) {
      taken.test++;
      zip.addBuffer(await pngOf(index), `test/${taken.name}/${file}`);
    }
  }
  const whole = await pngOf(0);
  zip.addBuffer(whole.subarray(0, whole.length >> 1), 'pool/cut-off.png');
  zip.addBuffer(Buffer.from('These are notes, not a picture.\n'), 'pool/notes.png');
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  const classes = CLASSES.size;
  return { truth, poolCount: classes * perClass.pool, testCount: classes * perClass.test };
}
