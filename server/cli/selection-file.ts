import { basename } from 'node:path';
import { AppError } from '@/lib/errors';
import type { Selected } from '@/lib/selections/scheme';
import { readCsvRecords } from '../datasets/formats/csv-records';

const COLUMNS = ['row', 'inclusion_probability', 'weight'] as const;

/** `row,inclusion_probability,weight` in order of choice; the probability is empty where the scheme has none. */
export function selectionCsv({ rows, inclusionProbabilities, weights }: Selected): string {
  const lines = Array.from(
    rows,
    (row, index) => `${row},${inclusionProbabilities?.[index] ?? ''},${weights[index]}`,
  );
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

/**
 * Reads a selection. Only the column `row` must be there: weights are 1 and probabilities unknown without theirs.
 *
 * @param poolRows rows that can be named
 * @throws AppError `bad-input` naming file, row and remedy
 */
export async function readSelectionFile(path: string, poolRows: number): Promise<Selected> {
  const name = basename(path);
  const rows: number[] = [];
  const probabilities: number[] = [];
  const weights: number[] = [];
  const seen = new Set<number>();
  let header: readonly string[] | null = null;
  for await (const { cells, line, problem } of readCsvRecords(path, name)) {
    const place = `${name}, row ${rows.length} (line ${line})`;
    const refuse = (reason: string, remedy: string): never => {
      throw new AppError('bad-input', `${place}: ${reason}.`, remedy);
    };
    if (problem) refuse(problem, 'Mend the row.');
    if (!header) {
      header = cells;
      if (!cells.includes('row'))
        refuse('there is no column “row”', `Write ${COLUMNS.join(',')} into its first line.`);
      continue;
    }
    const cell = (column: (typeof COLUMNS)[number]) => cells[header?.indexOf(column) ?? -1] ?? '';
    const row = Number(cell('row'));
    if (cell('row') === '' || !Number.isInteger(row) || row < 0 || row >= poolRows) {
      refuse(`“${cell('row')}” is no row of the pool`, `Rows count from 0 to ${poolRows - 1}.`);
    }
    if (seen.has(row)) refuse(`row ${row} of the pool is selected twice`, 'Take one of the two out.');
    const weight = cell('weight') === '' ? 1 : Number(cell('weight'));
    if (!(weight > 0 && weight < Infinity))
      refuse(`the weight is “${cell('weight')}”`, 'Weights are above 0.');
    const probability =
      cell('inclusion_probability') === '' ? Number.NaN : Number(cell('inclusion_probability'));
    const isProbability = cell('inclusion_probability') === '' || (probability > 0 && probability <= 1);
    if (!isProbability)
      refuse(`“${cell('inclusion_probability')}” is no probability`, 'Leave it empty if unknown.');
    seen.add(row);
    rows.push(row);
    weights.push(weight);
    probabilities.push(probability);
  }
  if (rows.length === 0)
    throw new AppError('bad-input', `${name} selects no row.`, 'Select one row at least.');
  return {
    rows: Int32Array.from(rows),
    inclusionProbabilities: probabilities.some(Number.isNaN) ? null : Float64Array.from(probabilities),
    weights: Float64Array.from(weights),
  };
}
