import type { StudyConfig } from '../contracts/study';
import { largestRows } from '../numeric/top-k';
import type { OverlapResult } from './cell-result';
import { drawSplit } from './pool-split';
import type { OverlapTask } from './study-plan';

/**
 * The share of the top k by one surrogate that is also in the top k by the other, among the rows that both can select
 * from, for each fraction below 1. Chance alone gives the fraction itself.
 *
 * @param scores of the whole pool by either surrogate. O(fractions · pool)
 */
export function runOverlap(
  config: StudyConfig,
  { repeat, sizes }: OverlapTask,
  scores: readonly [Float32Array, Float32Array],
): OverlapResult {
  const poolRows = scores[0].length;
  const [left, right] = sizes.map((own) => drawSplit(config, own, repeat, poolRows).remainingRows);
  const isLeft = new Uint8Array(poolRows);
  for (const row of left ?? []) isLeft[row] = 1;
  const rows = (right ?? new Int32Array()).filter((row) => isLeft[row]);
  const ids = BigUint64Array.from(rows, BigInt);
  const own = scores.map((values) => Float32Array.from(rows, (row) => values[row] as number));
  const points = config.fractions
    .filter((fraction) => fraction < 1)
    .map((fraction) => {
      const examples = Math.max(1, Math.round(fraction * rows.length));
      const tops = own.map((values) => largestRows(values, ids, examples));
      const first = new Set(tops[0]);
      const shared = (tops[1] ?? new Int32Array()).reduce((sum, row) => sum + Number(first.has(row)), 0);
      return { fraction, examples, overlap: shared / examples };
    });
  return { kind: 'overlap', points };
}
