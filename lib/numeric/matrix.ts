import { AppError } from '../errors';

/** A row-major matrix view: element (row, column) is `data[row * columns + column]`. A row is an example. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Wraps row-major data as a matrix without copying.
 *
 * @param data rows × columns values, row-major
 * @throws AppError `bad-input` when the length does not fit the shape
 */
export function createMatrix(data: Float32Array, rows: number, columns: number): Matrix {
  if (data.length !== rows * columns) {
    throw new AppError(
      'bad-input',
      `A ${rows} × ${columns} matrix needs ${rows * columns} values, not ${data.length}.`,
    );
  }
  return { data, rows, columns };
}

/** Row `row` as a view on the matrix (no copy). O(1). */
export function rowOf(matrix: Matrix, row: number): Float32Array {
  return matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns);
}

/** The named rows, copied into a new matrix in the order given. O(rows × columns). */
export function gatherRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  const { columns } = matrix;
  const data = new Float32Array(rows.length * columns);
  for (let index = 0; index < rows.length; index++) {
    data.set(rowOf(matrix, rows[index] as number), index * columns);
  }
  return { data, rows: rows.length, columns };
}

/** Rows `from` to `end` − 1 as a view on the matrix (no copy). O(1). */
export function rowsBetween({ data, columns }: Matrix, from: number, end: number): Matrix {
  return { data: data.subarray(from * columns, end * columns), rows: end - from, columns };
}
