import { AppError } from '../errors';
import { gatherRows, type Matrix } from '../numeric/matrix';
import { smallestRows } from '../numeric/top-k';
import type { SelectionInput } from './scheme';

/** What `select` has checked to be there. */
export function probabilitiesOf({ probabilities }: SelectionInput): Matrix {
  if (!probabilities) throw new AppError('bad-input', 'This scheme needs class probabilities.');
  return probabilities;
}

export function featuresOf({ features }: SelectionInput): Matrix {
  if (!features) throw new AppError('bad-input', 'This scheme needs features.');
  return features;
}

export function labeledFeaturesOf({ labeledFeatures }: SelectionInput): Matrix {
  if (!labeledFeatures) throw new AppError('bad-input', 'This scheme needs the labeled examples’ features.');
  return labeledFeatures;
}

/**
 * The rows by ascending id. A scheme that goes from row to row (drawing by running sums, breaking ties by place) works
 * on the pool in this order, so that neither shards nor the order of the rows change what it chooses. O(n)
 */
export function rowsById(ids: BigUint64Array): Int32Array {
  const rows = Int32Array.from(ids.keys());
  for (let row = 1; row < ids.length; row++) {
    if ((ids[row - 1] as bigint) > (ids[row] as bigint)) {
      return smallestRows(new Float64Array(ids.length), ids, ids.length);
    }
  }
  return rows;
}

/** The named rows of a matrix; the matrix itself where they are all of them in order. */
export function inOrder(matrix: Matrix, rows: Int32Array): Matrix {
  const isWhole = rows.length === matrix.rows && rows.every((row, place) => row === place);
  return isWhole ? matrix : gatherRows(matrix, rows);
}

/** The ids of rows; copied in halves, because a million bigints would each be allocated. O(rows) */
export function gatherIds(ids: BigUint64Array, rows: Int32Array): BigUint64Array {
  const halves = new Uint32Array(ids.buffer, ids.byteOffset, 2 * ids.length);
  const gathered = new Uint32Array(2 * rows.length);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] as number;
    gathered[2 * place] = halves[2 * row] as number;
    gathered[2 * place + 1] = halves[2 * row + 1] as number;
  }
  return new BigUint64Array(gathered.buffer);
}

/** The chosen places of an order of rows, at weight 1 and without inclusion probabilities. */
export function plainChoice(rows: Int32Array, notes: readonly string[] = []) {
  return { rows, inclusionProbabilities: null, weights: new Float64Array(rows.length).fill(1), notes };
}
