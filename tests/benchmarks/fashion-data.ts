import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@/lib/numeric/random';
import type { Matrix } from '@/lib/numeric/matrix';
import type { StudyData } from '@/lib/studies/study-data';
import { readStudyData } from '@/server/cli/study-data-files';
import { loadEngine } from '@/server/tensor/load-engine';
import { sampleData } from './sample-data';

/** Where Debian's dataset-fashion-mnist lies. */
const FOLDER = '/usr/share/datasets/fashion-mnist';
const TEST_ROWS = 10_000;

/** 60,000 + 10,000 examples of `columns` features: real images by random projection where they are on this machine. */
export async function fashionData(columns: number): Promise<{ name: string; data: StudyData }> {
  if (!existsSync(FOLDER)) return { name: 'made classes', data: madeData(columns) };
  const images = await readStudyData({
    pool: join(FOLDER, 'train-images-idx3-ubyte.gz'),
    labels: join(FOLDER, 'train-labels-idx1-ubyte.gz'),
    testPool: join(FOLDER, 't10k-images-idx3-ubyte.gz'),
    testLabels: join(FOLDER, 't10k-labels-idx1-ubyte.gz'),
  });
  const random = createRandom(1, 'benchmark', 'projection');
  const rows = images.pool.columns;
  const axes = Float32Array.from({ length: rows * columns }, () => random.normal() / Math.sqrt(columns));
  const { engine } = await loadEngine({ force: null });
  const project = (matrix: Matrix) =>
    engine.project(matrix, { data: axes, rows, columns }, new Float32Array(columns));
  const [pool, test] = [await project(images.pool), await project(images.test)];
  await engine.dispose();
  return { name: 'Fashion-MNIST', data: { ...images, pool, test } };
}

function madeData(columns: number): StudyData {
  const { features, labels, classes } = sampleData(60_000 + TEST_ROWS, columns, 10);
  const cut = features.rows - TEST_ROWS;
  const part = (from: number, to: number) => ({
    data: features.data.slice(from * columns, to * columns),
    rows: to - from,
    columns,
  });
  return {
    pool: part(0, cut),
    labels: labels.slice(0, cut),
    test: part(cut, features.rows),
    testLabels: labels.slice(cut),
    classes,
  };
}
