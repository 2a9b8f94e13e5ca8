import type { MatrixManifest, ShardRange } from './matrix-store';

/** float32 values that a worker reads at a time, but for a single shard that has more: 16 MB. */
const PART_VALUES = 2 ** 22;

/** Some shards that lie side by side, and their rows. */
export interface ShardPart extends ShardRange {
  readonly firstRow: number;
  readonly rows: number;
}

/** Cuts a matrix into parts of some seconds each. The cut depends on the matrix alone. */
export function cutShards({ columns, shards }: MatrixManifest): ShardPart[] {
  const parts: ShardPart[] = [];
  let first = 0;
  let firstRow = 0;
  let rows = 0;
  shards.forEach((shard, number) => {
    rows += shard.rows;
    const next = shards[number + 1];
    if (next && (rows + next.rows) * columns <= PART_VALUES) return;
    parts.push({ first, end: number + 1, firstRow, rows });
    first = number + 1;
    firstRow += rows;
    rows = 0;
  });
  return parts;
}
