import { basename } from 'node:path';
import type { AsyncBuffer, FileMetaData, SchemaTree } from 'hyparquet';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { AppError } from '@/lib/errors';
import type { MatrixSource, RowBlock, SourceOptions } from './matrix-source';
import { factColumns, findNonFinite, rowsPerBlock } from './matrix-source';
import { readParquetColumn, readTextColumn, withParquetFile } from './parquet-file';

/** float32 bytes of one row group; a file of one huge group cannot be read in constant memory */
const MAX_GROUP_BYTES = 2 ** 31;
/** What a group may come to whose values take next to no bytes: rows without values are as wide as the others. */
const FEW_BYTES = 2 ** 27;
const RATIO = 64;

interface FeatureColumn {
  readonly name: string;
  /** numbers in each cell: 1, or the length of the list */
  readonly width: number;
}

/** A Parquet file: columns of numbers, and lists of numbers of one length (embeddings), a row group at a time. */
export async function openParquetSource(path: string, options: SourceOptions = {}): Promise<MatrixSource> {
  const name = options.name ?? basename(path);
  return withParquetFile(path, name, async (file) => {
    const metadata = await parquetMetadataAsync(file);
    const schema = parquetSchema(metadata).children;
    const columnNames = schema.map((child) => child.element.name);
    const noFeatures = new Set([...factColumns(columnNames), ...(options.textColumns ?? [])]);
    const text = columnNames.filter((column) => noFeatures.has(column));
    const features: FeatureColumn[] = [];
    for (const child of schema) {
      if (!text.includes(child.element.name))
        features.push(await describeColumn(file, metadata, child, name));
    }
    const columns = features.reduce((sum, feature) => sum + feature.width, 0);
    return {
      name,
      rows: Number(metadata.num_rows),
      columns,
      columnNames,
      blocks: () => readBlocks(path, name, { metadata, features, text, columns }),
    };
  });
}

interface ParquetLayout {
  readonly metadata: FileMetaData;
  readonly features: readonly FeatureColumn[];
  readonly text: readonly string[];
  readonly columns: number;
}

/** The length of a list column is that of its first list; every other must have it too. */
async function describeColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  child: SchemaTree,
  name: string,
): Promise<FeatureColumn> {
  const column = child.element.name;
  const isList = child.children.length > 0;
  const isNumber = ['INT32', 'INT64', 'FLOAT', 'DOUBLE', 'BOOLEAN'].includes(child.element.type ?? '');
  const isHalf = child.element.logical_type?.type === 'FLOAT16';
  if (!isList && !isNumber && !isHalf) {
    throw new AppError(
      'bad-input',
      `${name}: the column “${column}” does not hold numbers.`,
      'Name it as the id or label column, or leave it out of the file.',
    );
  }
  if (!isList || Number(metadata.num_rows) === 0) return { name: column, width: 1 };
  const [first] = Array.from(await readParquetColumn(file, metadata, column, 0, 1)) as unknown[];
  if (!isNumberList(first)) {
    throw new AppError(
      'bad-input',
      `${name}: the column “${column}” does not hold lists of numbers.`,
      'Leave it out.',
    );
  }
  return { name: column, width: first.length };
}

function isNumberList(value: unknown): value is ArrayLike<number> {
  if (ArrayBuffer.isView(value)) return true;
  return Array.isArray(value) && value.every((item) => typeof item === 'number' || typeof item === 'bigint');
}

async function* readBlocks(path: string, name: string, layout: ParquetLayout): AsyncGenerator<RowBlock> {
  const totalRows = Number(layout.metadata.num_rows);
  const step = rowsPerBlock(layout.columns);
  let groupStart = 0;
  for (const group of layout.metadata.row_groups) {
    const groupRows = Number(group.num_rows);
    const range = { start: groupStart, rows: groupRows };
    const { data, text } = await withParquetFile(path, name, async (file) => {
      checkGroup(name, layout, groupRows, file.byteLength);
      return readGroup(file, name, layout, range);
    });
    for (let from = 0; from < groupRows; from += step) {
      const count = Math.min(step, groupRows - from);
      const values = {
        data: data.subarray(from * layout.columns, (from + count) * layout.columns),
        rows: count,
        columns: layout.columns,
      };
      const firstRow = groupStart + from;
      yield {
        firstRow,
        values,
        text: new Map([...text].map(([column, cells]) => [column, cells.slice(from, from + count)])),
        problems: findNonFinite(values, firstRow, (column) => `column “${columnName(layout, column)}”`),
        shareRead: (firstRow + count) / totalRows,
      };
    }
    groupStart += groupRows;
  }
}

function checkGroup(name: string, { columns }: ParquetLayout, rows: number, fileBytes: number): void {
  if (rows * columns * 4 <= Math.min(FEW_BYTES + RATIO * fileBytes, MAX_GROUP_BYTES)) return;
  throw new AppError(
    'too-large',
    `${name}: a row group of ${rows} rows × ${columns} columns is too large to hold.`,
    'Write the file with smaller groups, e.g. row_group_size=50000.',
  );
}

async function readGroup(
  file: AsyncBuffer,
  name: string,
  layout: ParquetLayout,
  range: { start: number; rows: number },
) {
  const { metadata, columns } = layout;
  const data = new Float32Array(range.rows * columns);
  let offset = 0;
  for (const feature of layout.features) {
    const cells = await readParquetColumn(
      file,
      metadata,
      feature.name,
      range.start,
      range.start + range.rows,
    );
    for (let row = 0; row < range.rows; row++) {
      const target = row * columns + offset;
      const cell: unknown = cells[row];
      if (isNumberList(cell)) {
        if (cell.length !== feature.width) throw raggedList(name, feature, range.start + row, cell.length);
        for (let index = 0; index < feature.width; index++) data[target + index] = Number(cell[index]);
      } else if (cell === null || cell === undefined) {
        data.fill(NaN, target, target + feature.width);
      } else {
        data[target] = Number(cell);
      }
    }
    offset += feature.width;
  }
  const text = new Map<string, (string | null)[]>();
  for (const column of layout.text) {
    text.set(column, await readTextColumn(file, metadata, column, range));
  }
  return { data, text };
}

function columnName(layout: ParquetLayout, column: number): string {
  let offset = 0;
  for (const feature of layout.features) {
    if (column < offset + feature.width) {
      return feature.width === 1 ? feature.name : `${feature.name}[${column - offset}]`;
    }
    offset += feature.width;
  }
  return String(column);
}

function raggedList(name: string, feature: FeatureColumn, row: number, length: number): AppError {
  return new AppError(
    'bad-input',
    `${name}, row ${row}: the list in “${feature.name}” has ${length} numbers, the first row's has ${feature.width}.`,
    'Give every row a list of the same length.',
  );
}
