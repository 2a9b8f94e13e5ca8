import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Role, Split } from '@/lib/contracts/project';
import { createMatrix } from '@/lib/numeric/matrix';
import type { Matrix } from '@/lib/numeric/matrix';
import type { SessionUser } from '@/server/api/trpc';
import type { TestContainer } from './test-container';

const FASHION_CLASSES = [
  'T-shirt',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];
const SIDE = 28;
const PIXELS = SIDE * SIDE;
/** Coarse features are means over squares of this side: 7 × 7 of them. */
const COARSE = 4;
const SAMPLE = new URL('../../prisma/sample/', import.meta.url);

export interface FashionProject {
  readonly projectId: string;
  readonly featureSetId: string;
  /** true class of every row, also where the project does not know it */
  readonly truth: Int32Array;
}

/**
 * A project of real Fashion-MNIST images as its pixels / 255 (or coarse ones, where a test trains often): rows of the
 * split seed, then of the pool (both from the
 * sample's training part, in its order), then of the split test. Pool and test have labels from file, the seed where
 * asked for.
 */
export async function createFashionProject(
  test: Pick<TestContainer, 'container' | 'createProject'>,
  owner: SessionUser,
  sizes: {
    seed: number;
    pool: number;
    test: number;
    seedLabels?: boolean;
    poolLabels?: boolean;
    coarse?: boolean;
  },
  others: readonly { user: SessionUser; role: Role }[] = [],
): Promise<FashionProject> {
  const { container } = test;
  const { id: projectId } = await test.createProject(
    owner,
    { name: 'Fashion', modality: 'features', classes: FASHION_CLASSES },
    others,
  );
  const training = await readSample('train', sizes.seed + sizes.pool);
  const testing = await readSample('t10k', sizes.test);
  const truth = Int32Array.from([...training.labels, ...testing.labels]);
  const ingest = await container.db.ingest.create({
    data: { projectId, name: 'sample', request: {}, state: 'done' },
  });
  await container.db.example.createMany({
    data: Array.from(truth, (label, row) => {
      const split: Split = row < sizes.seed ? 'seed' : row < sizes.seed + sizes.pool ? 'pool' : 'test';
      const labeled =
        split === 'seed' ? sizes.seedLabels : split === 'pool' ? (sizes.poolLabels ?? true) : true;
      return {
        projectId,
        row,
        key: `${split}/${row}.png`,
        split,
        fileLabel: labeled ? label : null,
        ingestId: ingest.id,
        contentHash: String(row),
      };
    }),
  });
  await container.db.project.update({ where: { id: projectId }, data: { exampleCount: truth.length } });
  const matrixBlob = `projects/${projectId}/features/pixels`;
  const parts = [training, testing].map(({ features }) => (sizes.coarse ? coarsen(features) : features));
  const dimension = sizes.coarse ? PIXELS / COARSE ** 2 : PIXELS;
  const writer = container.matrices.writer(matrixBlob, dimension);
  for (const features of parts) await writer.append(features);
  await writer.finish();
  const featureSet = await container.db.featureSet.create({
    data: {
      projectId,
      extractor: 'uploaded',
      configuration: {},
      key: 'fashion',
      rows: truth.length,
      dimension,
      matrixBlob,
      state: 'done',
    },
  });
  return { projectId, featureSetId: featureSet.id, truth };
}

async function readSample(
  part: 'train' | 't10k',
  count: number,
): Promise<{ features: Matrix; labels: Uint8Array }> {
  const images = gunzipSync(await readFile(new URL(`${part}-images-idx3-ubyte.gz`, SAMPLE)));
  const labels = gunzipSync(await readFile(new URL(`${part}-labels-idx1-ubyte.gz`, SAMPLE)));
  const pixels = images.subarray(16, 16 + count * PIXELS);
  return {
    features: createMatrix(
      Float32Array.from(pixels, (value) => value / 255),
      count,
      PIXELS,
    ),
    labels: labels.subarray(8, 8 + count),
  };
}

function coarsen(images: Matrix): Matrix {
  const side = SIDE / COARSE;
  const data = new Float32Array(images.rows * side * side);
  images.data.forEach((value, place) => {
    const image = Math.floor(place / PIXELS);
    const row = Math.floor((place % PIXELS) / SIDE / COARSE);
    const column = Math.floor((place % SIDE) / COARSE);
    const target = (image * side + row) * side + column;
    data[target] = (data[target] as number) + value / COARSE ** 2;
  });
  return createMatrix(data, images.rows, side * side);
}
