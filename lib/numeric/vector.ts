/** Sum of products of two vectors of one length. O(n). */
export function dot(left: Float64Array, right: Float64Array): number {
  return dotOfRuns(left, 0, right, 0, left.length);
}

/** Sum of products of two runs of `length`; four sums side by side, because one would wait for its own last addition. */
export function dotOfRuns(
  left: Float64Array,
  leftStart: number,
  right: Float64Array,
  rightStart: number,
  length: number,
): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let index = 0;
  for (; index + 3 < length; index += 4) {
    first += (left[leftStart + index] as number) * (right[rightStart + index] as number);
    second += (left[leftStart + index + 1] as number) * (right[rightStart + index + 1] as number);
    third += (left[leftStart + index + 2] as number) * (right[rightStart + index + 2] as number);
    fourth += (left[leftStart + index + 3] as number) * (right[rightStart + index + 3] as number);
  }
  for (; index < length; index++)
    first += (left[leftStart + index] as number) * (right[rightStart + index] as number);
  return first + second + third + fourth;
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
