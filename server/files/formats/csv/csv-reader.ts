import { AppError } from '@/lib/errors';
import { openCsvTextTable } from '../../../datasets/formats/csv-text-table';
import type { FileSource } from '../../file-format';
import { contentColumns } from '../../records/content-columns';
import type { RecordItem } from '../../records/file-record';
import { rejectRecord } from '../../records/file-record';
import { idOfRow, tableRecord } from '../../records/table-record';
import { textCell } from '../../records/record-columns';

/** Rows of a CSV file with a header, in constant memory. */
export async function* readCsv({ path, name, names = {} }: FileSource): AsyncGenerator<RecordItem> {
  const table = await openCsvTextTable(path, name);
  const columnNames = table.columnNames ?? [];
  checkColumns(name, columnNames, Object.values(names));
  const content = contentColumns(columnNames, names);
  for await (const { index, place, cells, problem } of table.read()) {
    const where = `${name}, ${place}`;
    if (problem) {
      yield rejectRecord(where, 'broken-row', problem);
      continue;
    }
    const cell = (column: string) => cells.get(column);
    const image = content?.kind === 'image' ? textCell(cell(content.column)) : null;
    const defaultId = idOfRow(name, index, content, image);
    yield tableRecord({ place: where, cell, content, names, defaultId });
  }
}

/** @throws AppError `bad-input` where a column stands twice or a named one is not there */
export function checkColumns(
  name: string,
  columnNames: readonly string[],
  wanted: readonly (string | undefined)[],
): void {
  const twice = columnNames.find((column, index) => columnNames.indexOf(column) !== index);
  if (twice !== undefined) {
    throw new AppError(
      'bad-input',
      `${name}, line 1: the column “${twice}” stands twice.`,
      'Rename one of them.',
    );
  }
  const missing = wanted.find((column) => column !== undefined && !columnNames.includes(column));
  if (missing !== undefined) {
    throw new AppError(
      'bad-input',
      `${name} has no column “${missing}”.`,
      `Name the column that holds it; there are: ${columnNames.slice(0, 20).join(', ')}.`,
    );
  }
}
