// Cuts the sample out of the full Fashion-MNIST: node prisma/sample/cut.mjs <folder of the four .gz files>
// The first 6,000 training and the first 2,000 test images, in the files' own order, as gzipped IDX.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const source = process.argv[2];
if (!source) throw new Error('Name the folder of train-images-idx3-ubyte.gz and the other three files.');

function cut(name, count) {
  const whole = gunzipSync(readFileSync(join(source, name)));
  const dimensions = whole[3];
  let size = 1;
  for (let axis = 1; axis < dimensions; axis++) size *= whole.readUInt32BE(4 + 4 * axis);
  const header = 4 + 4 * dimensions;
  const part = Buffer.from(whole.subarray(0, header + count * size));
  part.writeUInt32BE(count, 4);
  writeFileSync(new URL(name, import.meta.url), gzipSync(part, { level: 9, memLevel: 9 }));
}

cut('train-images-idx3-ubyte.gz', 6000);
cut('train-labels-idx1-ubyte.gz', 6000);
cut('t10k-images-idx3-ubyte.gz', 2000);
cut('t10k-labels-idx1-ubyte.gz', 2000);
