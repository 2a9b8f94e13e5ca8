/** Row-major products in float64, each added to `sum`. Zeros on the left, of which rectifiers make many, are passed over. */

/** sum (rows × columns) += left (rows × inner) · right (inner × columns) */
export function addProduct(
  sum: Float64Array,
  left: ArrayLike<number>,
  right: Float64Array,
  shape: { rows: number; inner: number; columns: number },
): void {
  const { rows, inner, columns } = shape;
  for (let row = 0; row < rows; row++) {
    for (let term = 0; term < inner; term++) {
      const factor = left[row * inner + term] as number;
      if (factor === 0) continue;
      for (let column = 0; column < columns; column++) {
        const place = row * columns + column;
        sum[place] = (sum[place] as number) + factor * (right[term * columns + column] as number);
      }
    }
  }
}

/** sum (inner × columns) += leftᵀ · right, of left (rows × inner) and right (rows × columns) */
export function addTransposedProduct(
  sum: Float64Array,
  left: ArrayLike<number>,
  right: Float64Array,
  shape: { rows: number; inner: number; columns: number },
): void {
  const { rows, inner, columns } = shape;
  for (let row = 0; row < rows; row++) {
    for (let term = 0; term < inner; term++) {
      const factor = left[row * inner + term] as number;
      if (factor === 0) continue;
      for (let column = 0; column < columns; column++) {
        const place = term * columns + column;
        sum[place] = (sum[place] as number) + factor * (right[row * columns + column] as number);
      }
    }
  }
}

/** left (rows × columns) · rightᵀ, of right (inner × columns), as a new rows × inner array */
export function productWithTransposed(
  left: Float64Array,
  right: Float64Array,
  shape: { rows: number; inner: number; columns: number },
): Float64Array {
  const { rows, inner, columns } = shape;
  const product = new Float64Array(rows * inner);
  for (let row = 0; row < rows; row++) {
    for (let term = 0; term < inner; term++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        sum += (left[row * columns + column] as number) * (right[term * columns + column] as number);
      }
      product[row * inner + term] = sum;
    }
  }
  return product;
}
