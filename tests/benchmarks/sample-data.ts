import type { SoftmaxData } from '@/lib/surrogates/tensor-engine';

/** A stream of numbers in [−1, 1) that is the same on every machine (xorshift). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}

/**
 * Overlapping classes of correlated features, for time and memory only: what a dense product costs does not depend on
 * what is multiplied. Errors are measured on real images (docs/studies).
 */
export function sampleData(rows: number, columns: number, classes: number): SoftmaxData {
  const random = noise(20_261_121);
  const centers = Float32Array.from({ length: classes * columns }, () => random() / 12);
  const data = new Float32Array(rows * columns);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const label = Math.floor(((random() + 1) / 2) * classes);
    const brightness = 1 + random() / 2;
    labels[row] = label;
    for (let column = 0; column < columns; column++) {
      const value = 0.5 + (centers[label * columns + column] as number) + random();
      data[row * columns + column] = brightness * value;
    }
  }
  return { features: { data, rows, columns }, labels, weights: null, classes };
}
