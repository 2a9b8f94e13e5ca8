import { z } from 'zod';
import { countGrams, type HashedGrams } from '@/lib/text/hashed-counts';
import { DocumentFrequencies, weightAndNormalize } from '@/lib/text/inverse-document-frequency';
import type { FittedRows, NamedContent, PoolLearning } from '../content-extractor';
import { contentExtractor } from '../extractor';

const DIMENSIONS = ['512', '1024', '2048', '4096', '8192', '16384'] as const;
const GRAMS = ['characters', 'words', 'both'] as const;
const TEXTS_AT_ONCE = 64;

const configurationSchema = z.strictObject({
  /** columns, a power of two; softmax regression on 60,000 texts × 4,096 holds 1 GB */
  dimensions: z.enum(DIMENSIONS).default('4096'),
  grams: z.enum(GRAMS).default('characters'),
  /** words in a row, from 1 to that many */
  wordsInARow: z.number().int().min(1).max(3).default(2),
  /** characters in a row within a word, from 3 to that many */
  charactersInARow: z.number().int().min(3).max(6).default(5),
});
type TfidfConfiguration = z.infer<typeof configurationSchema>;

const columnWeights: PoolLearning = {
  fileName: 'weights.npy',
  start(columns) {
    const frequencies = new DocumentFrequencies(columns);
    return {
      add: (matrix, row) => frequencies.add(matrix, row),
      finish: () => weighting(frequencies.weights()),
    };
  },
  restore: weighting,
};

export const tfidfExtractor = contentExtractor<TfidfConfiguration>({
  name: 'tfidf',
  title: 'Words and letters (TF-IDF)',
  description:
    'Which words and runs of letters a text holds, hashed into columns; rare ones in the pool weigh more. No model to download.',
  modality: 'text',
  parameters: [
    {
      kind: 'choice',
      name: 'dimensions',
      title: 'Columns',
      options: DIMENSIONS.map((value) => ({ value, title: Number(value).toLocaleString('en') })),
      default: '4096',
    },
    {
      kind: 'choice',
      name: 'grams',
      title: 'Counts',
      options: [
        { value: 'characters', title: 'Characters within words' },
        { value: 'words', title: 'Words' },
        { value: 'both', title: 'Both, half of the columns each' },
      ],
      default: 'characters',
    },
    {
      kind: 'number',
      name: 'wordsInARow',
      title: 'Words in a row, at most',
      minimum: 1,
      maximum: 3,
      step: 1,
      default: 2,
    },
    {
      kind: 'number',
      name: 'charactersInARow',
      title: 'Characters in a row, at most',
      minimum: 3,
      maximum: 6,
      step: 1,
      default: 5,
    },
  ],
  configuration: configurationSchema,
  contents: {
    open(configuration) {
      const grams = hashedGrams(configuration);
      return Promise.resolve({
        columns: grams.dimensions,
        batch: TEXTS_AT_ONCE,
        rows: (contents: readonly NamedContent[]) => Promise.resolve(countAll(contents, grams)),
        close: () => Promise.resolve(),
      });
    },
    learning: columnWeights,
  },
});

function hashedGrams(configuration: TfidfConfiguration): HashedGrams {
  const { dimensions, grams, wordsInARow, charactersInARow } = configuration;
  return {
    dimensions: Number(dimensions),
    words: grams === 'characters' ? null : { shortest: 1, longest: wordsInARow },
    characters: grams === 'words' ? null : { shortest: 3, longest: charactersInARow },
  };
}

function countAll(contents: readonly NamedContent[], grams: HashedGrams): Float32Array {
  const { dimensions } = grams;
  const data = new Float32Array(contents.length * dimensions);
  contents.forEach(({ bytes }, index) => {
    countGrams(bytes.toString('utf8'), grams, data.subarray(index * dimensions, (index + 1) * dimensions));
  });
  return data;
}

function weighting(weights: Float64Array): FittedRows {
  return {
    apply: (matrix) => weightAndNormalize(matrix, weights),
    parameters: { values: weights, shape: [weights.length] },
  };
}
