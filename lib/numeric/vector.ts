/** Sum of products of two vectors of one length. O(n). */
export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += (left[index] as number) * (right[index] as number);
  return sum;
}

/** Euclidean length. O(n). */
export function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** target += factor · vector, in place. O(n). */
export function addScaled(target: Float64Array, factor: number, vector: Float64Array): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] as number) + factor * (vector[index] as number);
  }
}

/** vector *= factor, in place. O(n). */
export function scale(vector: Float64Array, factor: number): void {
  for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] as number) * factor;
}
