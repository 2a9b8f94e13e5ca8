import type { Matrix } from '@/lib/numeric/matrix';

const FEWEST_ROWS = 64;

/** What a block may hold at most. Float32 sums stay within a block, so its rows bound their rounding error. */
export interface BlockLimits {
  readonly values: number;
  readonly rows: number;
}

export interface RowBlock {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** Cuts the rows of a matrix into blocks of the same size; the last may be smaller. */
export function rowBlocks({ rows, columns }: Matrix, limits: BlockLimits): RowBlock[] {
  const size = Math.min(limits.rows, Math.max(FEWEST_ROWS, Math.floor(limits.values / columns)));
  const blocks: RowBlock[] = [];
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size);
    blocks.push({ from, to, rows: to - from });
  }
  return blocks;
}
