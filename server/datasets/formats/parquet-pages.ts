import type { AsyncBuffer, ColumnMetaData, FileMetaData, PageHeader, RowGroup, SchemaTree } from 'hyparquet';
import { parquetSchema } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { getMaxRepetitionLevel, getTreePath, isFlatColumn } from 'hyparquet/src/schema.js';
import { AppError } from '@/lib/errors';
import { checkPageBody, type ParquetLeaf } from './parquet-page-body';

/** A page's header is shorter, unless it tells of very long texts. */
const HEADER_BYTES = 8192;
/**
 * Values that are read together take some thirty bytes of memory each. Those that are all alike take next to no bytes of
 * a file, so that its size says nothing of them: of more than these, each takes half a byte of it.
 */
const FEW_VALUES = 2 ** 22;
const VALUES_A_BYTE = 2;
/** Each value of a list of lists of lists brings lists of its own. */
const MAX_DEPTH = 16;
const MAX_LISTS = 3;
/** Types whose values may say that they hold each other, or more than is there. */
const UNREAD_TYPES = ['VARIANT', 'GEOMETRY', 'GEOGRAPHY'];

/** The parser's own objects; they live as long as the file that they describe. */
const checked = new WeakSet<ColumnMetaData>();

/**
 * How many values a file, a page and what is in it hold stands in the file, and the parser takes memory for as many: they
 * must be no more than their column has there. Looked at once a file. The parser is to read whole columns after it, not
 * what an index of the file's says where pages are.
 *
 * @param columns of the first level; all where none are named
 * @throws Error to which the reader of the file adds its name, AppError `too-large`
 */
export async function checkPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { columns, rowStart, rowEnd }: { columns?: readonly string[]; rowStart: number; rowEnd: number },
): Promise<void> {
  const schema = parquetSchema(metadata);
  let first = 0;
  for (const group of metadata.row_groups) {
    const after = first + Number(group.num_rows);
    const wanted = after > rowStart && first < rowEnd;
    first = after;
    if (!wanted) continue;
    const leaves = leavesOf(group, schema, columns);
    checkSize(leaves, Number(group.num_rows), file.byteLength);
    for (const leaf of leaves) {
      if (checked.has(leaf.column)) continue;
      await checkColumn(file, leaf);
      checked.add(leaf.column);
    }
  }
}

function leavesOf(group: RowGroup, schema: SchemaTree, columns?: readonly string[]): ParquetLeaf[] {
  return group.columns.flatMap(({ meta_data: column }) => {
    if (!column || (columns && !columns.includes(column.path_in_schema[0] ?? ''))) return [];
    return [{ column, schemaPath: getTreePath(schema, column.path_in_schema) }];
  });
}

function checkSize(leaves: readonly ParquetLeaf[], rows: number, fileBytes: number): void {
  let values = 0;
  let bytes = 0;
  for (const { column, schemaPath } of leaves) {
    const name = column.path_in_schema.join('.');
    const unread = schemaPath.find(({ element }) => UNREAD_TYPES.includes(element.logical_type?.type ?? ''));
    if (unread) throw new Error(`the column “${name}” is of a type that is not read`);
    if (schemaPath.length > MAX_DEPTH || getMaxRepetitionLevel(schemaPath) > MAX_LISTS) {
      throw new Error(`the column “${name}” is nested too deep`);
    }
    const own = Number(column.num_values);
    if (!(isFlatColumn(schemaPath) ? own === rows : own >= rows)) {
      throw new Error(`the column “${name}” says that it has ${own} values in ${rows} rows`);
    }
    values += own;
    bytes += Number(column.total_compressed_size);
  }
  bytes = Math.min(bytes, fileBytes);
  if (values <= FEW_VALUES + VALUES_A_BYTE * bytes) return;
  throw new AppError(
    'too-large',
    `A row group of the Parquet file says that it holds ${values} values in ${bytes} bytes, too many to hold.`,
    'Write the file with smaller groups, e.g. row_group_size=50000.',
  );
}

async function checkColumn(file: AsyncBuffer, leaf: ParquetLeaf): Promise<void> {
  const { column } = leaf;
  let left = Number(column.num_values);
  // As the parser has it: a dictionary comes first.
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  for (let at = start; at < end - 1;) {
    const { header, bytes } = await readHeader(file, at, Math.min(end, file.byteLength));
    const { values, entries } = sizesOf(header);
    const isSound =
      header.compressed_page_size >= 0 &&
      values >= 0 &&
      values <= left &&
      entries >= 0 &&
      entries <= header.uncompressed_page_size;
    if (!isSound) {
      const name = column.path_in_schema.join('.');
      throw new Error(`a page of the column “${name}” says that it holds ${values || entries} values`);
    }
    at += bytes;
    const body = await file.slice(at, at + header.compressed_page_size);
    checkPageBody(header, new Uint8Array(body), leaf);
    left -= values;
    at += header.compressed_page_size;
  }
}

/** A header may hold those of several kinds of pages; the parser goes by the one that it is of. */
function sizesOf(header: PageHeader): { values: number; entries: number } {
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  const page = header.type === 'DATA_PAGE_V2' ? second : header.type === 'DATA_PAGE' ? first : undefined;
  return {
    values: page?.num_values ?? 0,
    entries: header.type === 'DICTIONARY_PAGE' ? (dictionary?.num_values ?? 0) : 0,
  };
}

async function readHeader(file: AsyncBuffer, at: number, end: number) {
  for (const until of [Math.min(at + HEADER_BYTES, end), end]) {
    const reader = { view: new DataView(await file.slice(at, until)), offset: 0 };
    try {
      return { header: parquetHeader(reader), bytes: reader.offset };
    } catch (error) {
      if (!(error instanceof RangeError) || until === end) throw error;
    }
  }
  throw new Error('a page has no header');
}
