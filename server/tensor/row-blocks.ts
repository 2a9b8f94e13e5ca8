import type { Matrix } from '@/lib/numeric/matrix';

/** Float32 sums stay within a block, so its rows bound their rounding error. */
const MOST_ROWS = 4096;
const FEWEST_ROWS = 64;

export interface RowBlock {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** Cuts the rows of a matrix into blocks of about `blockValues` numbers. */
export function rowBlocks({ rows, columns }: Matrix, blockValues: number): RowBlock[] {
  const size = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(blockValues / columns)));
  const blocks: RowBlock[] = [];
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size);
    blocks.push({ from, to, rows: to - from });
  }
  return blocks;
}
