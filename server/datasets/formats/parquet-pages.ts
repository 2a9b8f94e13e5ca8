import type { AsyncBuffer, ColumnMetaData, FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** A page's header is shorter, unless it tells of very long texts. */
const HEADER_BYTES = 8192;
/** Values that are all alike take next to no bytes; more than this of them are no column that anybody waits for. */
const FEW_VALUES = 16 * 2 ** 20;
const VALUES_A_BYTE = 1100;

/** The parser's own objects; they live as long as the file that they describe. */
const checked = new WeakSet<ColumnMetaData>();

/**
 * How many values a page holds stands in the file, and the parser takes memory for as many: they must be no more than
 * their column has there. Looked at once a file.
 *
 * @param columns of the first level; all where none are named
 * @throws Error to which the reader of the file adds its name
 */
export async function checkPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { columns, rowStart, rowEnd }: { columns?: readonly string[]; rowStart: number; rowEnd: number },
): Promise<void> {
  let first = 0;
  for (const group of metadata.row_groups) {
    const after = first + Number(group.num_rows);
    const wanted = after > rowStart && first < rowEnd;
    first = after;
    if (!wanted) continue;
    for (const { meta_data: column } of group.columns) {
      if (!column || checked.has(column)) continue;
      if (columns && !columns.includes(column.path_in_schema[0] ?? '')) continue;
      await checkColumn(file, column);
      checked.add(column);
    }
  }
}

async function checkColumn(file: AsyncBuffer, column: ColumnMetaData): Promise<void> {
  const name = column.path_in_schema.join('.');
  const size = Number(column.total_compressed_size);
  let left = Number(column.num_values);
  if (!(left <= FEW_VALUES + VALUES_A_BYTE * size)) {
    throw new Error(`the column “${name}” says that ${size} bytes hold ${left} values`);
  }
  // As the parser has it: a dictionary comes first.
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  for (let at = start; at < start + size && left > 0;) {
    const { header, bytes } = await readHeader(file, at, Math.min(start + size, file.byteLength));
    const page = header.data_page_header ?? header.data_page_header_v2;
    const values = page?.num_values ?? 0;
    const entries = header.dictionary_page_header?.num_values ?? 0;
    const isSound =
      header.compressed_page_size >= 0 &&
      values >= 0 &&
      values <= left &&
      entries >= 0 &&
      entries <= header.uncompressed_page_size;
    if (!isSound) {
      throw new Error(`a page of the column “${name}” says that it holds ${values || entries} values`);
    }
    left -= values;
    at += bytes + header.compressed_page_size;
  }
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
