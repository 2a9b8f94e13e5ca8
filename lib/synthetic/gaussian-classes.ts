import { createRandom } from '../numeric/random';
import type { LabeledExamples } from './draw-examples';

/**
 * Balanced classes of unit Gaussian noise around `means`; labels go round, 0 1 2 … 0 1 2 …
 *
 * @param means a mean a class, all of one length
 */
export function drawGaussianClasses(
  seed: number,
  rows: number,
  means: readonly (readonly number[])[],
): LabeledExamples {
  const columns = means[0]?.length ?? 0;
  const random = createRandom(seed, 'synthetic', 'gaussian classes');
  const labels = Int32Array.from({ length: rows }, (_, row) => row % means.length);
  const data = new Float32Array(rows * columns);
  labels.forEach((label, row) => {
    const mean = means[label] ?? [];
    for (let column = 0; column < columns; column++) {
      data[row * columns + column] = (mean[column] as number) + random.normal();
    }
  });
  return { features: { data, rows, columns }, labels };
}
