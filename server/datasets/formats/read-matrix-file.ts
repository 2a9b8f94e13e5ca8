import type { Matrix } from '@/lib/numeric/matrix';
import { createMatrix } from '@/lib/numeric/matrix';
import { AppError } from '@/lib/errors';
import type { MatrixSource, RowProblem } from './matrix-source';
import { openMatrixSource } from './open-matrix-source';

const REMEDIES: Readonly<Record<RowProblem['code'], string>> = {
  'short-row': 'Complete the row or take it out.',
  'long-row': 'Give every row as many cells as the first.',
  'not-a-number': 'Write a number, or name the column “id” or “label”.',
  'not-finite': 'Replace the value by a finite number or take the row out.',
  'broken-row': 'Mend the row or take it out.',
};

/**
 * A whole file of numbers as a matrix, a row an example: `.npy`, `.csv`, `.parquet`, or IDX images (scaled to 0 … 1).
 * Columns named `id` and `label` are no features.
 *
 * @throws AppError `bad-input` naming the file, the first row that cannot be used, and the remedy
 */
export async function readMatrixFile(path: string): Promise<Matrix> {
  const source = await openMatrixSource(path);
  const matrix = source.rows === null ? await collectBlocks(source) : await fillRows(source, source.rows);
  if (matrix.rows > 0 && matrix.columns > 0) return matrix;
  throw new AppError(
    'bad-input',
    `${source.name} holds no ${matrix.rows === 0 ? 'rows' : 'feature columns'}.`,
    'Give a row an example.',
  );
}

/** Where the number of rows is known, nothing is held twice. */
async function fillRows(source: MatrixSource, rows: number): Promise<Matrix> {
  const data = new Float32Array(rows * source.columns);
  for await (const block of source.blocks()) {
    requireUsable(source, block.problems[0]);
    data.set(block.values.data, block.firstRow * source.columns);
  }
  return createMatrix(data, rows, source.columns);
}

async function collectBlocks(source: MatrixSource): Promise<Matrix> {
  const blocks: Matrix[] = [];
  for await (const block of source.blocks()) {
    requireUsable(source, block.problems[0]);
    blocks.push(block.values);
  }
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  const data = new Float32Array(rows * source.columns);
  let offset = 0;
  for (const block of blocks) {
    data.set(block.data, offset);
    offset += block.data.length;
  }
  return createMatrix(data, rows, source.columns);
}

/** @throws AppError `bad-input` naming file, row and remedy, where there is a problem */
export function requireUsable(source: MatrixSource, problem: RowProblem | undefined): void {
  if (!problem) return;
  throw new AppError(
    'bad-input',
    `${source.name}, ${problem.place}: ${problem.reason}.`,
    REMEDIES[problem.code],
  );
}
