import { AppError } from '@/lib/errors';
import { readJsonLines } from '../../datasets/formats/jsonl-lines';
import { openCsvTextTable } from '../../datasets/formats/csv-text-table';
import { openParquetRows } from '../formats/parquet/parquet-reader';
import type { RecordItem } from '../records/file-record';
import { rejectRecord } from '../records/file-record';
import { textCell } from '../records/record-columns';
import { tableRecord } from '../records/table-record';
import { FACTS_TABLE } from './facts-table';

/** A row of a table beside the files: facts without content. */
export interface TableRow {
  /** of the file in the zip; empty where the row names none */
  readonly path: string;
  readonly item: RecordItem;
  /** whether the table says into which split a file goes, if only that it goes into none */
  readonly tellsSplit: boolean;
}

/** A table that was unpacked. */
export interface UnpackedTable {
  /** in the zip */
  readonly path: string;
  readonly file: string;
}

/** True for what is a table about the other files and no example itself. */
export function isZipTable(path: string): boolean {
  return path === FACTS_TABLE || /(^|\/)metadata\.(csv|jsonl|parquet)$/.test(path);
}

/** Where a table lies, with a slash at its end; empty for the top. */
export function folderOf({ path }: UnpackedTable): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/**
 * The rows of a table beside the files. File names count from the folder in which the table lies.
 *
 * @param zipName what to call the zip in messages
 * @throws AppError `bad-input` where it has no column of file names
 */
export async function* readZipTable(table: UnpackedTable, zipName: string): AsyncGenerator<TableRow> {
  const name = `${zipName}/${table.path}`;
  const folder = folderOf(table);
  for await (const { place, cell, problem, tellsSplit } of rowsOf(table.file, name)) {
    const path = textCell(cell('file_name'));
    if (problem) {
      yield { path: '', tellsSplit, item: rejectRecord(place, 'broken-row', problem) };
    } else if (path === null) {
      yield { path: '', tellsSplit, item: rejectRecord(place, 'no-file-name', 'It has no “file_name”.') };
    } else {
      const full = folder + path.replace(/^\.\//, '');
      const facts = { place, cell, content: null, names: {}, defaultId: full };
      yield { path: full, tellsSplit, item: tableRecord(facts) };
    }
  }
}

interface NamedRow {
  readonly place: string;
  readonly cell: (column: string) => unknown;
  readonly problem: string | null;
  readonly tellsSplit: boolean;
}

async function* rowsOf(file: string, name: string): AsyncGenerator<NamedRow> {
  if (name.endsWith('.jsonl')) {
    for await (const { place, value, problem } of readJsonLines(file, name)) {
      const tellsSplit = value !== null && 'split' in value;
      yield { place: `${name}, ${place}`, cell: (column) => value?.[column], problem, tellsSplit };
    }
  } else if (name.endsWith('.parquet')) {
    const { columnNames, rows } = await openParquetRows(file, name);
    requireFileNames(name, columnNames);
    const tellsSplit = columnNames.includes('split');
    for await (const { index, cell } of rows()) {
      yield { place: `${name}, row ${index}`, cell, problem: null, tellsSplit };
    }
  } else {
    const table = await openCsvTextTable(file, name);
    requireFileNames(name, table.columnNames ?? []);
    const tellsSplit = table.columnNames?.includes('split') ?? false;
    for await (const { place, cells, problem } of table.read()) {
      yield { place: `${name}, ${place}`, cell: (column) => cells.get(column), problem, tellsSplit };
    }
  }
}

function requireFileNames(name: string, columnNames: readonly string[]): void {
  if (columnNames.includes('file_name')) return;
  throw new AppError(
    'bad-input',
    `${name} has no column “file_name”.`,
    'Name the file of each row in a column “file_name”, relative to the table.',
  );
}
