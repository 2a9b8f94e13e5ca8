import type { Votes } from './votes';

/**
 * Items with at least two votes, told apart only by how many votes each class has. Ten classes and three votes make 220
 * patterns, however many items there are: statistics of agreement are sums over patterns.
 */
export interface LabelPatterns {
  readonly classes: number;
  /** items with two votes or more */
  readonly items: number;
  /** how many items have each pattern */
  readonly counts: Float64Array;
  /** votes of an item of each pattern, at least 2 */
  readonly sizes: Int32Array;
  /** the entries of pattern p are offsets[p] … offsets[p + 1] − 1 */
  readonly offsets: Int32Array;
  /** class of each entry, and how many votes it has */
  readonly label: Int32Array;
  readonly votes: Int32Array;
}

/** O(votes · log(votes an item)); memory by the patterns that occur, at most one an item. */
export function labelPatterns({ items: all, classes, offsets, label }: Votes): LabelPatterns {
  const numbers = new Map<string, number>();
  let items = 0;
  const counts: number[] = [];
  const entries: Int32Array[] = [];
  for (let item = 0; item < all; item++) {
    const given = label.slice(offsets[item], offsets[item + 1]);
    if (given.length < 2) continue;
    const key = given.sort().join();
    const known = numbers.get(key);
    const pattern = known ?? entries.length;
    if (known === undefined) {
      numbers.set(key, pattern);
      entries.push(given);
      counts.push(0);
    }
    counts[pattern] = (counts[pattern] as number) + 1;
    items++;
  }
  return { classes, items, counts: Float64Array.from(counts), ...runs(entries) };
}

/** Sorted labels of each pattern as classes with their votes. */
function runs(patterns: readonly Int32Array[]) {
  const offsets = new Int32Array(patterns.length + 1);
  const label: number[] = [];
  const votes: number[] = [];
  for (const [pattern, given] of patterns.entries()) {
    for (const [place, value] of given.entries()) {
      if (place > 0 && given[place - 1] === value) votes[votes.length - 1] = (votes.at(-1) as number) + 1;
      else {
        label.push(value);
        votes.push(1);
      }
    }
    offsets[pattern + 1] = label.length;
  }
  const sizes = Int32Array.from(patterns, ({ length }) => length);
  return { sizes, offsets, label: Int32Array.from(label), votes: Int32Array.from(votes) };
}
