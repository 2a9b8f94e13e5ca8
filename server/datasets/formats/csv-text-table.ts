import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { AppError, toAppError } from '@/lib/errors';
import { restoreCell } from '@/lib/text/csv-line';
import { RECORD_COLUMNS } from '../../files/records/record-columns';
import { findDelimiter } from './csv-records';
import { openForReading } from './file-bytes';
import type { TextRow, TextTable } from './text-table';

/** A record longer than this is one whose quote was never closed. */
const MAX_RECORD_BYTES = 2 ** 24;

const APOSTROPHE = "'".charCodeAt(0);

interface CsvRecord {
  readonly record: readonly Buffer[];
  readonly info: { readonly lines: number; readonly bytes: number };
}

/**
 * A CSV table of texts: quoted cells may hold line breaks, and cells are handed on as bytes, since a table may mix
 * encodings. Comma, semicolon or tab, as its first line has most of.
 *
 * @throws AppError `bad-input` where the file is not there or has no header
 */
export async function openCsvTextTable(path: string, name: string): Promise<TextTable> {
  const delimiter = await findDelimiter(path, name);
  const { size } = await stat(path);
  for await (const { record } of readRecords(path, name, delimiter)) {
    const columnNames = record.map((cell) => cell.toString().trim());
    return {
      name,
      rows: null,
      columnNames,
      read: () => readRows({ path, name, delimiter, columnNames, size }),
    };
  }
  throw new AppError('bad-input', `${name} is empty.`, 'Give a table whose first line names its columns.');
}

async function* readRows(table: {
  readonly path: string;
  readonly name: string;
  readonly delimiter: string;
  readonly columnNames: readonly string[];
  readonly size: number;
}): AsyncGenerator<TextRow> {
  const { columnNames } = table;
  const ours = RECORD_COLUMNS.every((column) => columnNames.includes(column));
  let index = -1;
  for await (const { record, info } of readRecords(table.path, table.name, table.delimiter)) {
    if (index >= 0) {
      const fits = record.length === columnNames.length;
      yield {
        index,
        place: `row ${index} (line ${info.lines})`,
        cells: new Map(columnNames.map((column, position) => [column, cellOf(record[position], ours)])),
        problem: fits ? null : `It has ${record.length} cells where ${columnNames.length} are expected.`,
        shareRead: table.size === 0 ? 1 : info.bytes / table.size,
      };
    }
    index++;
  }
}

/** @param ours whether Winnow wrote the table; what others wrote is kept to the byte */
function cellOf(cell: Buffer | undefined, ours: boolean): Buffer | null {
  if (!cell || cell.length === 0) return null;
  return ours && cell[0] === APOSTROPHE ? Buffer.from(restoreCell(cell.toString())) : cell;
}

async function* readRecords(path: string, name: string, delimiter: string): AsyncGenerator<CsvRecord> {
  await (await openForReading(path, name)).close();
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  const records = file.pipe(
    parse({
      delimiter,
      bom: true,
      // Cells as bytes.
      encoding: null,
      info: true,
      max_record_size: MAX_RECORD_BYTES,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }),
  );
  file.once('error', (error) => records.destroy(error));
  try {
    for await (const record of records) yield record as CsvRecord;
  } catch (error) {
    throw new AppError(
      'bad-input',
      `${name} cannot be read as CSV: ${toAppError(error).message}`,
      'Close each quote, and write a quote within quotes twice.',
      { cause: error },
    );
  } finally {
    file.destroy();
    records.destroy();
  }
}
