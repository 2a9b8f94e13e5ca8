import { largestRows, type Numbers } from '../numeric/top-k';
import { gatherIds } from './by-id';
import type { PoolShard } from './passes';

/** Rows of a pool by descending key, ties by ascending id. */
export interface KeyedRows {
  readonly rows: Int32Array;
  readonly ids: BigUint64Array;
  readonly keys: Float64Array;
  /** a number a row that came along with its key, e.g. the size that it was made of */
  readonly values: Float64Array;
}

/** So many times what is kept may wait to be merged: a row is then sorted a few times only, however many shards come. */
const WAITING = 4;

/**
 * Keeps the rows with the largest keys of all shards that it is shown, ties by ascending id: the largest of the union are
 * among the largest of each. O(rows + capacity) in all; memory O(capacity) beside the shard.
 */
export class LargestKeys {
  private waiting: KeyedRows[] = [];
  private waitingCount = 0;
  /** Smaller keys are not among the largest of what was merged. */
  private floor = -Infinity;

  constructor(private readonly capacity: number) {}

  /**
   * @param keys of the shard's rows, ±Infinity allowed, no NaN
   * @param values of the same rows; the keys unless given
   */
  add({ firstRow, ids }: PoolShard, keys: Numbers, values: Numbers = keys): void {
    const chosen = this.candidates(keys, ids);
    this.waiting.push({
      rows: chosen.map((row) => firstRow + row),
      ids: gatherIds(ids, chosen),
      keys: gather(keys, chosen),
      values: gather(values, chosen),
    });
    this.waitingCount += chosen.length;
    if (this.waitingCount > WAITING * this.capacity) this.merge();
  }

  /** The largest so far, as many as there is capacity for. */
  largest(): KeyedRows {
    const [only, ...others] = this.waiting;
    // the first shard's largest come sorted, and so do merged ones
    return only && others.length === 0 ? only : this.merge();
  }

  /** Rows of a shard that may be among the largest of all. */
  private candidates(keys: Numbers, ids: BigUint64Array): Int32Array {
    if (this.floor === -Infinity) return largestRows(keys, ids, Math.min(ids.length, this.capacity));
    const rows = new Int32Array(keys.length);
    let count = 0;
    for (let row = 0; row < keys.length; row++) if ((keys[row] as number) >= this.floor) rows[count++] = row;
    return rows.subarray(0, count);
  }

  private merge(): KeyedRows {
    const all = join(this.waiting, this.waitingCount);
    const places = largestRows(all.keys, all.ids, Math.min(this.waitingCount, this.capacity));
    const kept: KeyedRows = {
      rows: places.map((place) => all.rows[place] as number),
      ids: gatherIds(all.ids, places),
      keys: gather(all.keys, places),
      values: gather(all.values, places),
    };
    this.waiting = [kept];
    this.waitingCount = places.length;
    if (places.length === this.capacity) this.floor = kept.keys.at(-1) ?? Infinity;
    return kept;
  }
}

function join(parts: readonly KeyedRows[], count: number): KeyedRows {
  const all = {
    rows: new Int32Array(count),
    ids: new BigUint64Array(count),
    keys: new Float64Array(count),
    values: new Float64Array(count),
  };
  let place = 0;
  for (const { rows, ids, keys, values } of parts) {
    all.rows.set(rows, place);
    all.ids.set(ids, place);
    all.keys.set(keys, place);
    all.values.set(values, place);
    place += rows.length;
  }
  return all;
}

function gather(values: Numbers, rows: Int32Array): Float64Array {
  const gathered = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) gathered[index] = values[rows[index] as number] as number;
  return gathered;
}
