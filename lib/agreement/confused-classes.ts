import type { LabelPatterns } from './label-patterns';

/** Two different classes, the smaller first, and how many pairs of votes on one item said one and the other. */
export interface ConfusedClasses {
  readonly labels: readonly [number, number];
  readonly count: number;
}

/** Which classes votes on one item confuse, most frequent first. O(patterns · (classes in each)²) */
export function confusedClasses(patterns: LabelPatterns): ConfusedClasses[] {
  const { classes, offsets, label, votes, counts } = patterns;
  const found = new Map<number, number>();
  for (let pattern = 0; pattern < counts.length; pattern++) {
    const end = offsets[pattern + 1] as number;
    for (let one = offsets[pattern] as number; one < end; one++) {
      for (let other = one + 1; other < end; other++) {
        const key = (label[one] as number) * classes + (label[other] as number);
        const pairs = (votes[one] as number) * (votes[other] as number) * (counts[pattern] as number);
        found.set(key, (found.get(key) ?? 0) + pairs);
      }
    }
  }
  return Array.from(found, ([key, count]) => ({
    labels: [Math.floor(key / classes), key % classes] as const,
    count,
  })).sort((a, b) => b.count - a.count || a.labels[0] - b.labels[0] || a.labels[1] - b.labels[1]);
}
