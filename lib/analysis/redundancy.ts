import { rowOf, type Matrix } from '../numeric/matrix';

export interface Redundancy {
  /** 0: every example pulls in a direction of its own; 1: all pull along one line */
  readonly redundancy: number;
  /** as how many different examples the sample counts, 1 … n */
  readonly different: number;
}

/**
 * How alike the examples of a sample are to a linear model that knows nothing yet: all weights 0, all classes as likely.
 *
 * There the gradient of example i is [h_i; 1] (1/K − e_y)ᵀ, so that the cosine of two is that of their inputs times 1
 * for the same label and −1/(K − 1) for another. `different` is the participation ratio n² / Σ cos² of the directions,
 * (Σλ)² / Σλ² of their Gram matrix; `redundancy` = 1 − (different − 1) / (n − 1).
 *
 * No model is trained for it and sizes do not count, so that data sets can be compared; it grows with n, so compare at
 * one n. O(n² · d)
 */
export function measureRedundancy(features: Matrix, labels: ArrayLike<number>, classes: number): Redundancy {
  const { rows } = features;
  if (rows < 2) return { redundancy: 0, different: rows };
  const lengths = Float64Array.from({ length: rows }, (_, row) =>
    Math.sqrt(inner(rowOf(features, row), rowOf(features, row))),
  );
  const other = classes > 1 ? -1 / (classes - 1) : 1;
  let squares = rows;
  for (let left = 0; left < rows; left++) {
    for (let right = 0; right < left; right++) {
      const product = inner(rowOf(features, left), rowOf(features, right));
      const cosine = product / ((lengths[left] as number) * (lengths[right] as number));
      squares += 2 * (cosine * (labels[left] === labels[right] ? 1 : other)) ** 2;
    }
  }
  const different = Math.min(rows, Math.max(1, rows ** 2 / squares));
  return { redundancy: 1 - (different - 1) / (rows - 1), different };
}

/** [a; 1] · [b; 1] */
function inner(left: Float32Array, right: Float32Array): number {
  let sum = 1;
  for (let place = 0; place < left.length; place++) sum += (left[place] as number) * (right[place] as number);
  return sum;
}
