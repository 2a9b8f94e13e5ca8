import type { FileMetaData } from 'hyparquet';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { AppError } from '@/lib/errors';
import { readTextColumn, withParquetFile } from './parquet-file';
import type { TextRow, TextTable } from './text-table';

/** Bytes of one column of a row group, which are decoded together; a file of one huge group cannot be read in constant memory */
const MAX_COLUMN_BYTES = 2 ** 29;
const TEXT_TYPES = ['BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY', 'INT32', 'INT64', 'BOOLEAN', 'DOUBLE', 'FLOAT'];

/** A Parquet table of texts, a row group at a time. @throws AppError `bad-input` naming the file */
export async function openParquetTextTable(
  path: string,
  name: string,
  wanted: readonly string[],
): Promise<TextTable> {
  return withParquetFile(path, name, async (file) => {
    const metadata = await parquetMetadataAsync(file);
    const columnNames = parquetSchema(metadata)
      .children.filter(
        (child) => TEXT_TYPES.includes(child.element.type ?? '') && child.children.length === 0,
      )
      .map((child) => child.element.name);
    const columns = columnNames.filter((column) => wanted.includes(column));
    return {
      name,
      rows: Number(metadata.num_rows),
      columnNames,
      read: () => readRows(path, name, metadata, columns),
    };
  });
}

async function* readRows(
  path: string,
  name: string,
  metadata: FileMetaData,
  columns: readonly string[],
): AsyncGenerator<TextRow> {
  const totalRows = Number(metadata.num_rows);
  let start = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const largest = Math.max(
      ...group.columns.map((chunk) => Number(chunk.meta_data?.total_uncompressed_size ?? 0)),
    );
    if (largest > MAX_COLUMN_BYTES) {
      throw new AppError(
        'too-large',
        `${name}: a row group of ${rows} rows holds ${largest} bytes in one column, too many to hold.`,
        'Write the file with smaller groups, e.g. row_group_size=10000.',
      );
    }
    const range = { start, rows };
    const cells = await withParquetFile(path, name, async (file) => {
      const read = new Map<string, readonly (string | null)[]>();
      for (const column of columns) read.set(column, await readTextColumn(file, metadata, column, range));
      return read;
    });
    for (let row = 0; row < rows; row++) {
      const index = start + row;
      yield {
        index,
        place: `row ${index}`,
        cells: new Map(columns.map((column) => [column, cells.get(column)?.[row] ?? null])),
        problem: null,
        shareRead: (index + 1) / totalRows,
      };
    }
    start += rows;
  }
}
