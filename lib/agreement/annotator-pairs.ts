import type { Votes } from './votes';

/** Two annotators who voted on the same items, and on how many. */
export interface SharedPair {
  readonly first: number;
  readonly second: number;
  readonly shared: number;
}

/** Pairs of annotators with a shared item, those who share most first, then by their numbers. O(votes · votes an item) */
export function annotatorPairs({ items, annotators, offsets, annotator }: Votes): SharedPair[] {
  const shared = new Map<number, number>();
  for (let item = 0; item < items; item++) {
    const voters = annotator.slice(offsets[item], offsets[item + 1]).sort();
    for (const [place, first] of voters.entries()) {
      for (const second of voters.subarray(place + 1)) {
        const key = first * annotators + second;
        shared.set(key, (shared.get(key) ?? 0) + 1);
      }
    }
  }
  return Array.from(shared, ([key, count]) => ({
    first: Math.floor(key / annotators),
    second: key % annotators,
    shared: count,
  })).sort((a, b) => b.shared - a.shared || a.first - b.first || a.second - b.second);
}
