import { murmurHash } from './murmur-hash';
import type { GramLengths } from './text-grams';
import { visitCharacterGrams, visitWordGrams } from './text-grams';

/** Which grams are counted, and in how many columns. */
export interface HashedGrams {
  /** columns in all; where both kinds are counted, each has one half */
  readonly dimensions: number;
  /** words in a row; null: none are counted */
  readonly words: GramLengths | null;
  /** characters within words; null: none are counted */
  readonly characters: GramLengths | null;
}

/**
 * Counts a text's grams in hashed columns, each gram with a sign that is hashed too, so that two which share a column cancel
 * on average instead of adding up; then dampens the counts to sign × (1 + ln |count|), since the tenth time that a word
 * stands in a text says less than the first.
 *
 * The memory is that of the columns, whatever the vocabulary, and no vocabulary has to be kept: any text, at any time, on
 * any machine, has the same columns. The columns and signs are those of scikit-learn's HashingVectorizer.
 *
 * @param row receives the values; `dimensions` long; set to zero first
 * @remarks O(characters × lengths)
 * @see Weinberger et al. (2009), Feature hashing for large scale multitask learning, ICML
 */
export function countGrams(text: string, grams: HashedGrams, row: Float32Array): void {
  row.fill(0);
  const { dimensions, words, characters } = grams;
  const each = words && characters ? dimensions / 2 : dimensions;
  if (words) visitWordGrams(text, words, counter(row.subarray(0, each)));
  if (characters) visitCharacterGrams(text, characters, counter(row.subarray(dimensions - each)));
  for (let column = 0; column < dimensions; column++) {
    const count = row[column] as number;
    if (count !== 0) row[column] = Math.sign(count) * (1 + Math.log(Math.abs(count)));
  }
}

function counter(columns: Float32Array) {
  const { length } = columns;
  return (bytes: Uint8Array, start: number, end: number) => {
    const hash = murmurHash(bytes, start, end);
    const column = Math.abs(hash) % length;
    columns[column] = (columns[column] as number) + (hash >= 0 ? 1 : -1);
  };
}
