import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';

/** What a study is made on: all labels are known, those of the pool are revealed as they are chosen. */
export interface StudyData {
  /** N × d */
  readonly pool: Matrix;
  /** N class numbers in 0 … classes − 1 */
  readonly labels: Int32Array;
  /** m × d; only measures */
  readonly test: Matrix;
  /** m class numbers */
  readonly testLabels: Int32Array;
  readonly classes: number;
}

function requireLabels(labels: Int32Array, rows: number, classes: number, part: string): void {
  if (labels.length !== rows) {
    throw new AppError(
      'bad-input',
      `The ${part} has ${rows} rows but ${labels.length} labels.`,
      'Give one label for each row, in the same order.',
    );
  }
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0) {
    throw new AppError(
      'bad-input',
      `The ${part}'s label ${labels[wrong]} (row ${wrong}) is no class number of 0 … ${classes - 1}.`,
      'Labels count the classes from 0.',
    );
  }
}

/**
 * Checks that a study can be made on this data. O(N + m).
 *
 * @throws AppError `bad-input` that names the part and the row
 */
export function requireStudyData(data: StudyData): void {
  requireLabels(data.labels, data.pool.rows, data.classes, 'pool');
  requireLabels(data.testLabels, data.test.rows, data.classes, 'test pool');
  if (data.pool.columns !== data.test.columns) {
    throw new AppError(
      'bad-input',
      `The pool has ${data.pool.columns} features a row, the test pool ${data.test.columns}.`,
      'Both must come from the same extractor.',
    );
  }
  if (data.test.rows === 0)
    throw new AppError('bad-input', 'The test pool is empty.', 'Without it no error can be measured.');
  if (data.classes < 2)
    throw new AppError('bad-input', 'There is one class only.', 'A study needs two classes at least.');
}
