import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { AppError } from '@/lib/errors';
import { parquetCompressors } from '../../../datasets/formats/parquet-compressors';
import { withParquetFile } from '../../../datasets/formats/parquet-file';
import { checkPages } from '../../../datasets/formats/parquet-pages';
import type { FileSource, RecordNames } from '../../file-format';
import type { ContentColumns } from '../../records/content-columns';
import { contentColumns, readFeatures } from '../../records/content-columns';
import type { FileRecord, RecordItem } from '../../records/file-record';
import { rejectRecord } from '../../records/file-record';
import type { FactsProblem } from '../../records/record-columns';
import { idOfRow, tableRecord } from '../../records/table-record';
import { checkColumns } from '../csv/csv-reader';

/** Rows decoded at a time hold at most so many bytes; a file of one huge group cannot be read in constant memory. */
const MAX_GROUP_BYTES = 2 ** 30;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** The parser's own reader of texts takes a byte order mark off their beginning. */
const parsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes),
};

export interface ParquetRowItem {
  readonly index: number;
  readonly cell: (column: string) => unknown;
}

/** The rows of a Parquet file with typed cells, a row group at a time. @throws AppError `bad-input` naming the file */
export async function openParquetRows(path: string, name: string) {
  const { metadata, columnNames } = await withParquetFile(path, name, async (file) => {
    const metadata = await parquetMetadataAsync(file);
    return { metadata, columnNames: parquetSchema(metadata).children.map(({ element }) => element.name) };
  });
  return { columnNames, rows };

  async function* rows(): AsyncGenerator<ParquetRowItem> {
    let start = 0;
    for (const group of metadata.row_groups) {
      const count = Number(group.num_rows);
      checkGroup(name, count, Number(group.total_byte_size));
      const range = { rowStart: start, rowEnd: start + count };
      const objects = await withParquetFile(path, name, async (file) => {
        await checkPages(file, metadata, range);
        const settings = { compressors: parquetCompressors, parsers, utf8: false, useOffsetIndex: false };
        return parquetReadObjects({ file, metadata, ...settings, ...range });
      });
      for (let index = 0; index < objects.length; index++) {
        const row = objects[index] ?? {};
        yield { index: start + index, cell: (column) => typedCell(row[column]) };
      }
      start += count;
    }
  }
}

function checkGroup(name: string, rows: number, bytes: number): void {
  if (bytes <= MAX_GROUP_BYTES) return;
  throw new AppError(
    'too-large',
    `${name}: a row group of ${rows} rows holds ${bytes} bytes, too many to hold.`,
    'Write the file with smaller groups, e.g. row_group_size=10000.',
  );
}

/** Columns of text without their type are bytes to the parser. */
function typedCell(value: unknown): unknown {
  return value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value;
}

/** Rows of a Parquet file as records. */
export async function* readParquet({ path, name, names = {} }: FileSource): AsyncGenerator<RecordItem> {
  const { columnNames, rows } = await openParquetRows(path, name);
  checkColumns(name, columnNames, Object.values(names));
  const hasList = columnNames.includes('features');
  const content = hasList ? null : contentColumns(columnNames, names);
  for await (const { index, cell } of rows()) {
    const place = `${name}, row ${index}`;
    if (hasList) yield withFeatures(read(place, index, null, cell, names), cell('features'));
    else if (content?.kind === 'image') yield imageRecord(place, index, content.column, cell);
    else yield read(place, index, content, cell, names);
  }

  function imageRecord(at: string, index: number, column: string, cell: ParquetRowItem['cell']): RecordItem {
    const image = readImage(cell(column), `${index}`);
    if ('problem' in image) return rejectRecord(at, image.problem.code, image.problem.reason);
    const item = read(at, index, null, cell, names);
    return 'rejection' in item ? item : { ...item, record: { ...item.record, content: image } };
  }

  function read(
    at: string,
    index: number,
    columns: ContentColumns,
    cell: ParquetRowItem['cell'],
    named: RecordNames,
  ): RecordItem {
    const defaultId = idOfRow(name, index, columns, null);
    return tableRecord({ place: at, cell, content: columns, names: named, defaultId });
  }
}

function withFeatures(item: RecordItem, cell: unknown): RecordItem {
  if ('rejection' in item) return item;
  const list = Array.isArray(cell)
    ? (cell as unknown[])
    : ArrayBuffer.isView(cell)
      ? Array.from(cell as Float32Array)
      : null;
  if (!list) return rejectRecord(item.place, 'not-a-number', 'Its “features” are no list of numbers.');
  const content = readFeatures(list, null);
  if ('problem' in content) return rejectRecord(item.place, content.problem.code, content.problem.reason);
  return { ...item, record: { ...item.record, content } };
}

/** A name, or as the library `datasets` writes images: a group of bytes and path. */
function readImage(cell: unknown, fallbackPath: string): NonNullable<FileRecord['content']> | FactsProblem {
  if (typeof cell === 'string' && cell !== '') return { kind: 'image', path: cell, read: null };
  if (typeof cell === 'object' && cell !== null && !Buffer.isBuffer(cell)) {
    const { bytes, path } = cell as { bytes?: unknown; path?: unknown };
    const name = typeof path === 'string' && path !== '' ? path : fallbackPath;
    if (bytes instanceof Uint8Array) {
      return { kind: 'image', path: name, read: () => Promise.resolve(Buffer.from(bytes)) };
    }
    if (typeof path === 'string' && path !== '') return { kind: 'image', path, read: null };
  }
  return { problem: { code: 'no-image', reason: 'It has neither the bytes nor the path of an image.' } };
}
