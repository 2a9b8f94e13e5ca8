import { createRandom } from '../numeric/random';

/**
 * A fold number for each row, classes spread evenly: the rows of a class are shuffled and dealt out in turn.
 *
 * Dealing goes on where the class before stopped, so that fold sizes differ by one at most. O(n + K)
 */
export function stratifiedFolds(
  labels: Int32Array,
  classes: number,
  folds: number,
  seed: number,
): Int32Array {
  const rowsOfClass: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, row) => rowsOfClass[label]?.push(row));
  const random = createRandom(seed, 'cross-validation folds');
  const foldOfRow = new Int32Array(labels.length);
  let dealt = 0;
  for (const rows of rowsOfClass) {
    for (const row of random.shuffle(rows)) foldOfRow[row] = dealt++ % folds;
  }
  return foldOfRow;
}
