import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '@/lib/numeric/random';
import { NpyFileWriter } from '@/server/datasets/formats/npy-file-writer';
import { encodeNpy } from '@/server/datasets/formats/npy-encode';

export const COLUMNS = 256;
export const CLASSES = 10;
/** How far apart the classes lie, in standard deviations of one column: a softmax regression is right in some 9 of 10. */
const DISTANCE = 0.13;
const BLOCK = 4096;

/** Ten overlapping clouds as two files, `pool.npy` and `labels.npy`; written block by block. */
export async function writeFeaturePool(folder: string, rows: number): Promise<void> {
  const random = createRandom(1, 'growth', `${rows}`);
  const centers = Array.from({ length: CLASSES }, () =>
    Float32Array.from({ length: COLUMNS }, () => DISTANCE * random.normal()),
  );
  const labels = new Int32Array(rows);
  const features = await NpyFileWriter.create(join(folder, 'pool.npy'), COLUMNS);
  for (let from = 0; from < rows; from += BLOCK) {
    const block = new Float32Array(Math.min(BLOCK, rows - from) * COLUMNS);
    for (let place = 0; place < block.length; place++) {
      const row = from + Math.floor(place / COLUMNS);
      if (place % COLUMNS === 0) labels[row] = random.integer(CLASSES);
      block[place] = (centers[labels[row] as number]?.[place % COLUMNS] as number) + random.normal();
    }
    await features.append(block);
  }
  await features.finish();
  await writeFile(join(folder, 'labels.npy'), encodeNpy(labels, [rows]));
}
