import type { ModelOverlap } from '../contracts/analysis';
import { labelEntropy } from '../metrics/label-entropy';
import { largestRows } from '../numeric/top-k';

const POINTS_A_DECADE = 8;
const SMALLEST = 10;

/** Sizes from 10 (or all, where there are fewer) to n, evenly on a logarithmic axis, each once. */
export function topSizes(count: number): number[] {
  const first = Math.min(SMALLEST, count);
  const steps = Math.max(1, Math.ceil(Math.log10(count / first) * POINTS_A_DECADE));
  const sizes = Array.from({ length: steps + 1 }, (_, step) =>
    Math.round(first * (count / first) ** (step / steps)),
  );
  return [...new Set(sizes)];
}

/** Rows by falling value, ties by row. O(n) */
export function orderByValue(values: Float32Array): Int32Array {
  return largestRows(
    values,
    BigUint64Array.from(values, (_, row) => BigInt(row)),
    values.length,
  );
}

/**
 * Entropy of the labels of the k first examples, for each size; below that of all labels the choice is skewed.
 *
 * @param order rows, largest first
 */
export function topLabelEntropy(
  order: Int32Array,
  labels: Int32Array,
  classes: number,
  sizes: readonly number[],
): { k: number; bits: number }[] {
  const sorted = order.map((row) => labels[row] as number);
  return sizes.map((k) => ({ k, bits: labelEntropy(sorted.subarray(0, k), classes) }));
}

/** |first k of both| / k for each size, and k / n, which two orders that know nothing of each other have. O(n + sizes). */
export function topOverlap(
  left: Int32Array,
  right: Int32Array,
  sizes: readonly number[],
): ModelOverlap['points'] {
  const place = new Int32Array(right.length);
  right.forEach((row, index) => (place[row] = index));
  // an example is in both first k from the larger of its two places on
  const counts = new Int32Array(left.length);
  left.forEach((row, index) => {
    const from = Math.max(index, place[row] as number);
    counts[from] = (counts[from] as number) + 1;
  });
  let next = 0;
  let common = 0;
  return sizes.map((k) => {
    for (; next < k; next++) common += counts[next] as number;
    return { k, overlap: common / k, byChance: k / left.length };
  });
}
