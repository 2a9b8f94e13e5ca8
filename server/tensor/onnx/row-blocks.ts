import type { Matrix } from '@/lib/numeric/matrix';

/** Two megabytes of features: what a core's cache holds between the passes forward and back. */
const BLOCK_VALUES = 2 ** 19;
/** Float32 sums stay within a block, so its rows bound their rounding error. */
const MOST_ROWS = 4096;
const FEWEST_ROWS = 64;

export interface RowBlock {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** Cuts the rows of a matrix into blocks that fit a core's cache. */
export function rowBlocks({ rows, columns }: Matrix): RowBlock[] {
  const size = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(BLOCK_VALUES / columns)));
  const blocks: RowBlock[] = [];
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size);
    blocks.push({ from, to, rows: to - from });
  }
  return blocks;
}
