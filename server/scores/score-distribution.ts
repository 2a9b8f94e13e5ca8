import type { ScoreDistribution } from '@/lib/contracts/model';

const BIN_COUNT = 40;

/** Range, median and equal-width histogram of finite scores in ascending order. O(n) */
export function describeScores(sorted: Float32Array): Omit<ScoreDistribution, 'scoreSetId'> {
  const examples = sorted.length;
  const minimum = sorted[0] ?? 0;
  const maximum = sorted[examples - 1] ?? 0;
  const median = examples === 0 ? 0 : medianOf(sorted);
  // where all scores are equal, one bin says it all
  const count = maximum > minimum ? BIN_COUNT : Math.min(examples, 1);
  const width = (maximum - minimum) / Math.max(count, 1);
  const counts = new Int32Array(count);
  for (const value of sorted) {
    const bin = width > 0 ? Math.min(count - 1, Math.floor((value - minimum) / width)) : 0;
    counts[bin] = (counts[bin] as number) + 1;
  }
  const bins = Array.from(counts, (inBin, bin) => ({
    low: minimum + bin * width,
    high: bin === count - 1 ? maximum : minimum + (bin + 1) * width,
    examples: inBin,
  }));
  return { examples, minimum, median, maximum, bins };
}

function medianOf(sorted: Float32Array): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}
