import type { Matrix } from '../numeric/matrix';

/**
 * Collects in how many texts each column is not zero, and makes weights of it: ln((1 + texts) / (1 + texts with it)) + 1.
 * What stands in every text weighs 1, what is rare more; the ones added on both sides are a text that holds everything, so
 * that no column divides by zero. As scikit-learn's TfidfTransformer with `smooth_idf`.
 *
 * @see Spärck Jones (1972), A statistical interpretation of term specificity, Journal of Documentation 28:11
 */
export class DocumentFrequencies {
  private readonly frequencies: Float64Array;
  private texts = 0;

  constructor(columns: number) {
    this.frequencies = new Float64Array(columns);
  }

  /** Takes row `row` of the matrix as one more text. O(columns). */
  add({ data, columns }: Matrix, row: number): void {
    this.texts++;
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      if (data[start + column] !== 0) this.frequencies[column] = (this.frequencies[column] as number) + 1;
    }
  }

  /** A weight a column, from 1 to 1 + ln(1 + texts). */
  weights(): Float64Array {
    return this.frequencies.map((frequency) => Math.log((1 + this.texts) / (1 + frequency)) + 1);
  }
}

/**
 * Multiplies each column by its weight and each row to length 1, so that long texts and short ones are told apart by what
 * they say and not by how much. A row of zeros stays one.
 *
 * @param counts rows × columns
 * @param weights a weight a column
 * @returns a new matrix of the same shape
 * @remarks O(rows × columns), sums in double precision
 */
export function weightAndNormalize({ data, rows, columns }: Matrix, weights: Float64Array): Matrix {
  const result = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let squares = 0;
    for (let column = 0; column < columns; column++) {
      const value = (data[start + column] as number) * (weights[column] as number);
      squares += value * value;
    }
    if (squares === 0) continue;
    const scale = 1 / Math.sqrt(squares);
    for (let column = 0; column < columns; column++) {
      result[start + column] = (data[start + column] as number) * (weights[column] as number) * scale;
    }
  }
  return { data: result, rows, columns };
}
