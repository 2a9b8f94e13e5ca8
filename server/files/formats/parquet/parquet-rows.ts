import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

/** A group of rows is decoded together by whoever reads it; it is full at so many rows or bytes. */
const GROUP_ROWS = 10_000;
const GROUP_BYTES = 2 ** 24;

/** A column of a Parquet file. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: 'string' | 'number' | 'float-list' | 'image';
}

export type ParquetRow = Readonly<Record<string, unknown>>;

/** A Parquet file of these rows, a row group at a time. */
export async function* parquetBytes(
  rows: AsyncIterable<{ readonly row: ParquetRow; /** about */ readonly bytes: number }>,
  columns: readonly ParquetColumn[],
  /** whether a file without rows is written too */
  { evenEmpty }: { readonly evenEmpty: boolean } = { evenEmpty: true },
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)],
    statistics: false,
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features: featuresOf(columns) } }) }],
    createdBy: 'winnow',
  });
  let group: ParquetRow[] = [];
  let groupBytes = 0;
  const flush = async () => {
    await parquet.write({
      columnData: columns.map(({ name }) => ({
        name,
        data: group.map((row) => row[name] ?? null),
        // an index of pages would be kept until the end, a page of each column and group
        offsetIndex: false,
      })),
      rowGroupSize: group.length,
    });
    group = [];
    groupBytes = 0;
    return drain(writer);
  };
  for await (const { row, bytes } of rows) {
    group.push(row);
    groupBytes += bytes;
    if (group.length >= GROUP_ROWS || groupBytes >= GROUP_BYTES) yield await flush();
  }
  if (group.length > 0) yield await flush();
  if (parquet.num_rows === 0n && !evenEmpty) return;
  await parquet.finish();
  yield drain(writer);
}

/** What was written since the last call; the writer's count of all bytes goes on. */
function drain(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

function schemaOf({ name, type }: ParquetColumn): SchemaElement[] {
  const optional = { repetition_type: 'OPTIONAL' } as const;
  const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
  if (type === 'string') return [{ name, ...text, ...optional }];
  if (type === 'number') return [{ name, type: 'DOUBLE', ...optional }];
  if (type === 'image') {
    return [
      { name, num_children: 2, ...optional },
      { name: 'bytes', type: 'BYTE_ARRAY', ...optional },
      { name: 'path', ...text, ...optional },
    ];
  }
  return [
    { name, num_children: 1, converted_type: 'LIST', ...optional },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
  ];
}

/** The columns as the library `datasets` knows them, so that it opens images as images. */
function featuresOf(columns: readonly ParquetColumn[]) {
  return Object.fromEntries(columns.map(({ name, type }) => [name, featureOf(type)]));
}

function featureOf(type: ParquetColumn['type']) {
  if (type === 'image') return { _type: 'Image' };
  if (type === 'float-list') return { feature: { dtype: 'float32', _type: 'Value' }, _type: 'List' };
  return { dtype: type === 'string' ? 'string' : 'float64', _type: 'Value' };
}
