import type { ExportScope } from '@/lib/contracts/export';
import { SPLITS } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { ChosenExamples } from '../selections/chosen-file.service';
import { readChosen } from '../selections/chosen-file.service';
import { findSelection } from '../selections/selections.repository';
import { findBatchRows, listRowsOfSplits } from './export.repository';

/** An example that is given out. */
export interface ExportedRow {
  readonly row: number;
  readonly inclusionProbability: number | null;
  readonly weight: number | null;
}

const SCAN_ROWS = 20_000;

/**
 * The rows of a scope in its order, up to `rowsAtOnce` at a time.
 *
 * @throws AppError `not-found` where the project has no such selection or batch
 */
export async function openExportedRows(
  container: Container,
  projectId: string,
  scope: ExportScope,
  { exampleCount, rowsAtOnce }: { exampleCount: number; rowsAtOnce: number },
): Promise<AsyncIterable<readonly ExportedRow[]>> {
  if (scope.selection !== undefined) {
    return inOrder(await chosenOf(container, projectId, scope.selection), rowsAtOnce);
  }
  if (scope.batch !== undefined)
    return inOrder(await batchRows(container, projectId, scope.batch), rowsAtOnce);
  const splits = scope.split ? [scope.split] : SPLITS;
  return ofSplits(container, { projectId, splits, exampleCount, rowsAtOnce });
}

async function chosenOf(
  container: Container,
  projectId: string,
  selectionId: string,
): Promise<readonly ExportedRow[]> {
  const selection = await findSelection(container.db, projectId, selectionId);
  if (!selection) throw new AppError('not-found', 'There is no such selection in this project.');
  const { rows, inclusionProbabilities, weights }: ChosenExamples = await readChosen(
    container,
    selection.chosenBlob,
  );
  return Array.from(rows, (row, index) => {
    const probability = inclusionProbabilities[index] as number;
    return {
      row,
      inclusionProbability: Number.isNaN(probability) ? null : probability,
      weight: weights[index] as number,
    };
  });
}

/** In the order of the batch; of a selection with its probabilities and weights. */
async function batchRows(
  container: Container,
  projectId: string,
  batchId: string,
): Promise<readonly ExportedRow[]> {
  const batch = await findBatchRows(container.db, projectId, batchId);
  if (!batch) throw new AppError('not-found', 'There is no such batch in this project.');
  const chosen = batch.selectionId === null ? [] : await chosenOf(container, projectId, batch.selectionId);
  const byRow = new Map(chosen.map((example) => [example.row, example]));
  return Array.from(batch.rows, (row) => byRow.get(row) ?? { row, inclusionProbability: null, weight: null });
}

async function* inOrder(
  rows: readonly ExportedRow[],
  rowsAtOnce: number,
): AsyncGenerator<readonly ExportedRow[]> {
  for (let first = 0; first < rows.length; first += rowsAtOnce) {
    yield await Promise.resolve(rows.slice(first, first + rowsAtOnce));
  }
}

async function* ofSplits(
  container: Container,
  input: {
    projectId: string;
    splits: readonly (typeof SPLITS)[number][];
    exampleCount: number;
    rowsAtOnce: number;
  },
): AsyncGenerator<readonly ExportedRow[]> {
  const scanned = Math.max(SCAN_ROWS, input.rowsAtOnce);
  for (let first = 0; first < input.exampleCount; first += scanned) {
    const end = Math.min(input.exampleCount, first + scanned);
    const rows = await listRowsOfSplits(container.db, { ...input, first, end });
    const exported = Array.from(rows, (row) => ({ row, inclusionProbability: null, weight: null }));
    yield* inOrder(exported, input.rowsAtOnce);
  }
}
