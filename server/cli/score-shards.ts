import type { PoolShard } from '@/lib/selections/passes';
import type { MatrixSource } from '../datasets/formats/matrix-source';
import { openMatrixSource } from '../datasets/formats/open-matrix-source';
import { requireUsable } from '../datasets/formats/read-matrix-file';
import { requireOneColumn } from './input-files';

/** Rows that are looked at together: enough that a shard's own cost does not count, few enough to hold some copies of. */
const SHARD_ROWS = 2 ** 18;

/** A file of scores that is read from its beginning once a pass, never held whole. */
export interface ScoreShards {
  readonly rows: number;
  readonly shards: () => AsyncGenerator<PoolShard>;
}

/**
 * Opens a file of scores, one number a row; a row's stable id is its number.
 *
 * @returns null where the file does not say how many rows it has, and has to be read for that
 * @throws AppError `bad-input` naming the file, now or at the first row that cannot be used
 */
export async function openScoreShards(path: string): Promise<ScoreShards | null> {
  const source = await openMatrixSource(path);
  if (source.rows === null) return null;
  requireOneColumn(source.name, source.columns);
  return { rows: source.rows, shards: () => shardsOf(source) };
}

async function* shardsOf(source: MatrixSource): AsyncGenerator<PoolShard> {
  let scores = new Float32Array(SHARD_ROWS);
  let filled = 0;
  let firstRow = 0;
  const take = (): PoolShard => {
    const shard = { firstRow, scores: scores.subarray(0, filled), ids: rowNumbers(firstRow, filled) };
    scores = new Float32Array(SHARD_ROWS);
    firstRow += filled;
    filled = 0;
    return shard;
  };
  for await (const block of source.blocks()) {
    requireUsable(source, block.problems[0]);
    const { data } = block.values;
    for (let place = 0; place < data.length;) {
      const taken = data.subarray(place, place + SHARD_ROWS - filled);
      scores.set(taken, filled);
      filled += taken.length;
      place += taken.length;
      if (filled === SHARD_ROWS) yield take();
    }
  }
  if (filled > 0) yield take();
}

/** As 64-bit ids; by halves, because a bigint a row would be allocated each. */
export function rowNumbers(first: number, count: number): BigUint64Array {
  const ids = new BigUint64Array(count);
  const halves = new Uint32Array(ids.buffer);
  for (let index = 0; index < count; index++) halves[2 * index] = first + index;
  return ids;
}
