import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countGrams, type HashedGrams } from '@/lib/text/hashed-counts';
import { DocumentFrequencies, weightAndNormalize } from '@/lib/text/inverse-document-frequency';
import { murmurHash } from '@/lib/text/murmur-hash';
import { visitCharacterGrams, visitWordGrams } from '@/lib/text/text-grams';
import { readReference } from '@/tests/support/read-reference';

interface Reference {
  readonly texts: readonly string[];
  readonly pool: readonly number[];
  readonly hashes: Readonly<Record<string, number>>;
  readonly words: readonly (readonly number[])[];
  readonly characters: readonly (readonly number[])[];
  readonly both: readonly (readonly number[])[];
}
const reference = readReference<Reference>('tfidf');

const WORDS = { shortest: 1, longest: 2 };
const CHARACTERS = { shortest: 3, longest: 5 };

function features(grams: HashedGrams) {
  const { texts, pool } = reference;
  const { dimensions: columns } = grams;
  const data = new Float32Array(texts.length * columns);
  texts.forEach((text, row) => countGrams(text, grams, data.subarray(row * columns, (row + 1) * columns)));
  const matrix = { data, rows: texts.length, columns };
  const frequencies = new DocumentFrequencies(columns);
  for (const row of pool) frequencies.add(matrix, row);
  return weightAndNormalize(matrix, frequencies.weights());
}

describe('TF-IDF', () => {
  it.each([
    ['words', { dimensions: 64, words: WORDS, characters: null }],
    ['characters', { dimensions: 64, words: null, characters: CHARACTERS }],
    ['both', { dimensions: 64, words: WORDS, characters: CHARACTERS }],
  ] as const)('of %s agrees with scikit-learn', (name, grams) => {
    const { data, columns } = features(grams);
    reference[name].forEach((row, at) => {
      row.forEach((value, column) => expect(data[at * columns + column]).toBeCloseTo(value, 6));
    });
  });

  it('gives rows of length 1, and zeros for a text without any gram', () => {
    const grams = { dimensions: 32, words: WORDS, characters: null };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const row = new Float32Array(32).fill(7);
        countGrams(text, grams, row);
        const one = weightAndNormalize({ data: row, rows: 1, columns: 32 }, new Float64Array(32).fill(1));
        const length = Math.hypot(...one.data);
        expect(length === 0 || Math.abs(length - 1) < 1e-6).toBe(true);
        expect(length > 0 || row.every((value) => value === 0)).toBe(true);
      }),
    );
  });
});

describe('murmurHash', () => {
  it('agrees with scikit-learn for every length of the last block', () => {
    const encoder = new TextEncoder();
    for (const [text, hash] of Object.entries(reference.hashes))
      expect(murmurHash(encoder.encode(text))).toBe(hash);
  });

  it('of a range is that of its copy', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(), (bytes, one, other) => {
        const [start = 0, end = 0] = [one % bytes.length, other % bytes.length].sort((a, b) => a - b);
        expect(murmurHash(bytes, start, end)).toBe(murmurHash(bytes.slice(start, end)));
      }),
    );
  });
});

describe('grams', () => {
  const collect = (visit: typeof visitWordGrams, text: string, shortest: number, longest: number) => {
    const found: string[] = [];
    visit(text, { shortest, longest }, (bytes, start, end) => {
      found.push(new TextDecoder().decode(bytes.slice(start, end)));
    });
    return found;
  };

  it('of words leave single letters out and join neighbours', () => {
    expect(collect(visitWordGrams, 'I am_1 a Dog.', 1, 2)).toEqual(['am_1', 'am_1 dog', 'dog']);
  });

  it('of characters stay within padded words; a short word is one gram', () => {
    expect(collect(visitCharacterGrams, 'A\n😀bc', 3, 4)).toEqual([
      ' a ',
      ' 😀b',
      '😀bc',
      'bc ',
      ' 😀bc',
      '😀bc ',
    ]);
    expect(collect(visitCharacterGrams, ' \n ', 3, 4)).toEqual([]);
  });
});
