import type { ColumnMetaData, Encoding, PageHeader, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';

export interface WrittenPage {
  readonly header: Omit<PageHeader, 'uncompressed_page_size' | 'compressed_page_size'>;
  readonly body: Uint8Array;
}

/** A Parquet file of one column and one row group, whose every number may be anything. */
export interface WrittenFile {
  /** of the column, below the root */
  readonly schema: readonly SchemaElement[];
  readonly path: readonly string[];
  readonly pages: readonly WrittenPage[];
  readonly rows: number;
  readonly values?: number;
  /** said of the column; its size where it is not given */
  readonly bytes?: number;
  /** A page that is none of the column's, where the file's index says that its first page is. */
  readonly indexed?: WrittenPage;
}

export const FLOATS: SchemaElement = { name: 'x', type: 'FLOAT', repetition_type: 'OPTIONAL' };
export const LIST: readonly SchemaElement[] = [
  { name: 'x', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'FLOAT', repetition_type: 'OPTIONAL' },
];

export function writeParquet(file: WrittenFile): Buffer {
  const { schema, path, pages, rows, values = rows, indexed } = file;
  const writer = new ByteWriter();
  writer.appendBytes(Buffer.from('PAR1'));
  for (const one of pages) writePage(writer, one);
  const size = BigInt(file.bytes ?? writer.offset - 4);
  const dictionary = pages[0]?.header.type === 'DICTIONARY_PAGE';
  const column: ColumnMetaData = {
    ...{ type: schema.at(-1)?.type ?? 'FLOAT', encodings: ['PLAIN'], path_in_schema: [...path] },
    ...{ codec: 'UNCOMPRESSED', num_values: BigInt(values), data_page_offset: 4n },
    ...{ total_uncompressed_size: size, total_compressed_size: size },
    ...(dictionary && { dictionary_page_offset: 4n }),
  };
  const index = indexed && writeIndex(writer, indexed);
  writeMetadata(writer, {
    ...{ version: 2, metadata_length: 0, num_rows: BigInt(rows) },
    schema: [{ name: 'schema', num_children: 1 }, ...schema],
    row_groups: [
      {
        columns: [{ file_offset: 0n, meta_data: column, ...index }],
        ...{ total_byte_size: 1000n, num_rows: BigInt(rows) },
      },
    ],
  });
  writer.appendBytes(Buffer.from('PAR1'));
  return Buffer.from(writer.getBytes());
}

function writePage(writer: ByteWriter, { header, body }: WrittenPage): void {
  const sizes = { uncompressed_page_size: body.length, compressed_page_size: body.length };
  writePageHeader(writer, { ...header, ...sizes });
  writer.appendBytes(body);
}

function writeIndex(writer: ByteWriter, page: WrittenPage) {
  const at = writer.offset;
  writePage(writer, page);
  const start = writer.offset;
  serializeTCompactProtocol(writer, {
    field_1: [{ field_1: BigInt(at), field_2: start - at, field_3: 0n }],
  });
  return { offset_index_offset: BigInt(start), offset_index_length: writer.offset - start };
}

/** A page of the first version. */
export function page(values: number, body: Uint8Array, encoding: Encoding = 'PLAIN'): WrittenPage {
  const levels = { definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' } as const;
  return {
    header: { type: 'DATA_PAGE', data_page_header: { num_values: values, encoding, ...levels } },
    body,
  };
}

/** Run-length encoded: so often this value of one byte. */
export function run(count: number, value: number): Uint8Array {
  const bytes = [];
  let left = count * 2;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return Uint8Array.from([...bytes, left, value]);
}

/** With its length before it, as levels of the first version are. */
export function sized(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export function floats(...values: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}
