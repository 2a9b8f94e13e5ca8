import { dotOfRuns } from './vector';

/**
 * Factors a symmetric positive definite matrix as L·Lᵀ in place: L in the lower triangle, Lᵀ in the upper one.
 *
 * @param matrix size × size, row-major; only the lower triangle is read
 * @returns false where the matrix is not positive definite to rounding; its content is then of no use
 * O(size³ / 3), along rows so that memory is read in order.
 */
export function factorCholesky(matrix: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row += 2) {
    const rows = Math.min(2, size - row);
    for (let column = 0; column < row; column += 2) eliminateTile(matrix, size, row, rows, column);
    if (!factorDiagonal(matrix, size, row, rows)) return false;
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      matrix[column * size + row] = matrix[row * size + column] as number;
    }
  }
  return true;
}

/** Two rows by two columns left of the diagonal, all four sums in one sweep: half as much is read. */
function eliminateTile(matrix: Float64Array, size: number, row: number, rows: number, column: number): void {
  const left = column * size;
  const right = left + size;
  const upper = row * size;
  // of a last single row the other is itself
  const lower = upper + (rows - 1) * size;
  let [upperLeft, upperRight, lowerLeft, lowerRight] = [0, 0, 0, 0];
  for (let index = 0; index < column; index++) {
    const first = matrix[left + index] as number;
    const second = matrix[right + index] as number;
    const third = matrix[upper + index] as number;
    const fourth = matrix[lower + index] as number;
    upperLeft += third * first;
    upperRight += third * second;
    lowerLeft += fourth * first;
    lowerRight += fourth * second;
  }
  finishPair(matrix, upper + column, upperLeft, upperRight, left + column, right + column);
  if (rows === 2) finishPair(matrix, lower + column, lowerLeft, lowerRight, left + column, right + column);
}

/** Two entries of a row from what is to be subtracted, by the two diagonal entries above them. */
function finishPair(
  matrix: Float64Array,
  place: number,
  leftSum: number,
  rightSum: number,
  first: number,
  second: number,
): void {
  const value = ((matrix[place] as number) - leftSum) / (matrix[first] as number);
  matrix[place] = value;
  matrix[place + 1] =
    ((matrix[place + 1] as number) - rightSum - value * (matrix[second] as number)) /
    (matrix[second + 1] as number);
}

/** The corner where the rows meet the diagonal. */
function factorDiagonal(matrix: Float64Array, size: number, from: number, rows: number): boolean {
  for (let row = from; row < from + rows; row++) {
    const rowStart = row * size;
    for (let column = from; column <= row; column++) {
      const columnStart = column * size;
      const rest =
        (matrix[rowStart + column] as number) - dotOfRuns(matrix, rowStart, matrix, columnStart, column);
      if (column < row) {
        matrix[rowStart + column] = rest / (matrix[columnStart + column] as number);
      } else {
        if (!(rest > 0 && rest < Infinity)) return false;
        matrix[rowStart + row] = Math.sqrt(rest);
      }
    }
  }
  return true;
}

/**
 * Solves L·Lᵀ·X = B in place for `columns` right-hand sides.
 *
 * @param factor from `factorCholesky`
 * @param values begins with the size × columns values of B, row-major, and with X afterwards
 * O(2 · size² · columns)
 */
export function solveCholesky(
  factor: Float64Array,
  size: number,
  values: Float64Array,
  columns: number,
): void {
  for (let row = 0; row < size; row++) {
    subtractProducts(values, columns, row, 0, row, factor, row * size);
    divideRow(values, row * columns, factor[row * size + row] as number, columns);
  }
  for (let row = size - 1; row >= 0; row--) {
    subtractProducts(values, columns, row, row + 1, size, factor, row * size);
    divideRow(values, row * columns, factor[row * size + row] as number, columns);
  }
}

/** Row `target` −= Σ factor[factorStart + row] · row, over rows `from` … `to` − 1; four at a time to store less. */
function subtractProducts(
  values: Float64Array,
  columns: number,
  target: number,
  from: number,
  to: number,
  factor: Float64Array,
  factorStart: number,
): void {
  const start = target * columns;
  let row = from;
  for (; row + 3 < to; row += 4) {
    const first = factor[factorStart + row] as number;
    const second = factor[factorStart + row + 1] as number;
    const third = factor[factorStart + row + 2] as number;
    const fourth = factor[factorStart + row + 3] as number;
    let place = row * columns;
    for (let column = 0; column < columns; column++, place++) {
      values[start + column] =
        (values[start + column] as number) -
        (first * (values[place] as number) + second * (values[place + columns] as number)) -
        (third * (values[place + 2 * columns] as number) + fourth * (values[place + 3 * columns] as number));
    }
  }
  for (; row < to; row++) {
    const only = factor[factorStart + row] as number;
    for (let column = 0; column < columns; column++) {
      values[start + column] =
        (values[start + column] as number) - only * (values[row * columns + column] as number);
    }
  }
}

function divideRow(values: Float64Array, row: number, divisor: number, columns: number): void {
  for (let column = 0; column < columns; column++)
    values[row + column] = (values[row + column] as number) / divisor;
}
