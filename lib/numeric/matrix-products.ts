import type { Matrix } from './matrix';

/** products[row] = row · vector, in double precision. Four sums side by side, as one waits for its own last addition. */
export function multiplyRows(
  { data, rows, columns }: Matrix,
  vector: Float64Array,
  products: Float64Array,
): void {
  const whole = columns - (columns % 4);
  for (let row = 0, start = 0; row < rows; row++, start += columns) {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    let column = 0;
    for (; column < whole; column += 4) {
      const place = start + column;
      first += (data[place] as number) * (vector[column] as number);
      second += (data[place + 1] as number) * (vector[column + 1] as number);
      third += (data[place + 2] as number) * (vector[column + 2] as number);
      fourth += (data[place + 3] as number) * (vector[column + 3] as number);
    }
    for (; column < columns; column++) first += (data[start + column] as number) * (vector[column] as number);
    products[row] = first + second + third + fourth;
  }
}

/** sums = Σ factors[row] · row, in double precision; four rows at a time to store less. */
export function sumRows({ data, rows, columns }: Matrix, factors: Float64Array, sums: Float64Array): void {
  sums.fill(0);
  let row = 0;
  for (; row + 3 < rows; row += 4) {
    const first = factors[row] as number;
    const second = factors[row + 1] as number;
    const third = factors[row + 2] as number;
    const fourth = factors[row + 3] as number;
    let place = row * columns;
    for (let column = 0; column < columns; column++, place++) {
      sums[column] =
        (sums[column] as number) +
        (first * (data[place] as number) + second * (data[place + columns] as number)) +
        (third * (data[place + 2 * columns] as number) + fourth * (data[place + 3 * columns] as number));
    }
  }
  for (; row < rows; row++) {
    const factor = factors[row] as number;
    for (let column = 0; column < columns; column++) {
      sums[column] = (sums[column] as number) + factor * (data[row * columns + column] as number);
    }
  }
}
