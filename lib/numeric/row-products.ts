import type { Matrix } from './matrix';

/** Columns after which a distance is compared with what it must stay below. */
const COLUMNS_BETWEEN_LOOKS = 32;

/** The product of two rows; four sums side by side, because one would wait for its own last addition. O(d) */
export function rowProduct(left: Matrix, leftRow: number, right: Matrix, rightRow: number): number {
  const { columns, data: leftData } = left;
  const rightData = right.data;
  const shift = rightRow * columns - leftRow * columns;
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let place = leftRow * columns;
  const end = place + columns;
  for (; place + 3 < end; place += 4) {
    first += (leftData[place] as number) * (rightData[place + shift] as number);
    second += (leftData[place + 1] as number) * (rightData[place + shift + 1] as number);
    third += (leftData[place + 2] as number) * (rightData[place + shift + 2] as number);
    fourth += (leftData[place + 3] as number) * (rightData[place + shift + 3] as number);
  }
  for (; place < end; place++) first += (leftData[place] as number) * (rightData[place + shift] as number);
  return first + second + (third + fourth);
}

/**
 * The squared Euclidean distance of two rows, or Infinity as soon as it is known to be `limit` or more: most candidates
 * of a nearest neighbour are ruled out by a few columns. O(d)
 */
export function squaredDistanceBelow(
  left: Matrix,
  leftRow: number,
  right: Matrix,
  rightRow: number,
  limit: number,
): number {
  const { columns, data: leftData } = left;
  const rightData = right.data;
  const shift = rightRow * columns - leftRow * columns;
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let place = leftRow * columns;
  const end = place + columns;
  while (place + 3 < end) {
    const look = Math.min(end - 3, place + COLUMNS_BETWEEN_LOOKS);
    for (; place < look; place += 4) {
      const one = (leftData[place] as number) - (rightData[place + shift] as number);
      const two = (leftData[place + 1] as number) - (rightData[place + shift + 1] as number);
      const three = (leftData[place + 2] as number) - (rightData[place + shift + 2] as number);
      const four = (leftData[place + 3] as number) - (rightData[place + shift + 3] as number);
      first += one * one;
      second += two * two;
      third += three * three;
      fourth += four * four;
    }
    if (first + second + (third + fourth) >= limit) return Infinity;
  }
  for (; place < end; place++) {
    const one = (leftData[place] as number) - (rightData[place + shift] as number);
    first += one * one;
  }
  const squared = first + second + (third + fourth);
  return squared < limit ? squared : Infinity;
}

/** ‖row‖² of each row. O(n · d) */
export function squaredNorms(matrix: Matrix): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => rowProduct(matrix, row, matrix, row));
}
