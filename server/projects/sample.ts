import { fileURLToPath } from 'node:url';
import type { IngestRequest } from '@/lib/contracts/ingest';
import { studyConfigSchema } from '@/lib/contracts/study';

/** The project that a newcomer finds: real images, see prisma/sample/README.md. */
export const SAMPLE_NAME = 'Fashion-MNIST sample';

export const SAMPLE_CLASSES = [
  'T-shirt/top',
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

const IMAGES_FOR_SEED = 1 / 30;

function idx(name: 'train' | 't10k', split: IngestRequest['split']): IngestRequest {
  const path = (kind: string) =>
    fileURLToPath(new URL(`../../prisma/sample/${name}-${kind}-ubyte.gz`, import.meta.url));
  return {
    format: 'idx',
    source: { kind: 'path', path: path('images-idx3') },
    labelsSource: { kind: 'path', path: path('labels-idx1') },
    split,
    addClasses: false,
  };
}

/** 5,800 images for the pool and 200 for the seed, then 2,000 to measure on. */
export const SAMPLE_INGESTS: readonly IngestRequest[] = [
  idx('train', { by: 'random', seedShare: IMAGES_FOR_SEED, testShare: 0, seed: 1 }),
  idx('t10k', { by: 'fixed', split: 'test' }),
];

export const SAMPLE_FEATURES = { extractor: 'pixels', configuration: { size: 14, colour: 'gray' } };

/** Small enough to be done while the newcomer looks around, large enough for a curve that says something. */
export const SAMPLE_STUDY = {
  name: 'Every scheme against random selection',
  config: studyConfigSchema.parse({
    repeats: 5,
    fractions: [0.05, 0.1, 0.2, 0.4, 0.7, 1],
    surrogates: [{ name: 'weak', labels: 200 }],
  }),
};
