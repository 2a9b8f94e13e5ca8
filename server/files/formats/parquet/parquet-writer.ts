import type { RecordShape } from '../../file-format';
import type { FileRecord, RecordFacts } from '../../records/file-record';
import { flattenRecord, NUMBER_COLUMNS, RECORD_COLUMNS } from '../../records/record-columns';
import type { ParquetColumn, ParquetRow } from './parquet-rows';
import { parquetBytes } from './parquet-rows';

/** What a value of a list takes while its row group is written: copies of itself and of where its list begins. */
const HELD_BYTES_OF_VALUE = 64;

/** Columns of the facts. */
export const FACT_COLUMNS: readonly ParquetColumn[] = RECORD_COLUMNS.map((name) => ({
  name,
  type: NUMBER_COLUMNS.includes(name) ? 'number' : 'string',
}));

/** A row a record: its facts, then its text, its image with its bytes, or the list of its features. */
export function writeParquet(
  records: AsyncIterable<FileRecord>,
  shape: RecordShape,
): AsyncGenerator<Uint8Array> {
  return parquetBytes(rows(), [...FACT_COLUMNS, ...contentColumn(shape)]);

  async function* rows() {
    for await (const record of records) {
      const { bytes, cells } = await contentCells(record);
      yield { row: { ...factRow(record), ...cells }, bytes };
    }
  }
}

/** The facts as a row of typed cells. */
export function factRow(record: RecordFacts): ParquetRow {
  return flattenRecord(record);
}

function contentColumn({ modality }: RecordShape): ParquetColumn[] {
  if (modality === null) return [];
  const types = { text: 'string', image: 'image', features: 'float-list' } as const;
  return [{ name: modality, type: types[modality] }];
}

async function contentCells({ content }: FileRecord): Promise<{ cells: ParquetRow; bytes: number }> {
  if (content === null) return { cells: {}, bytes: 0 };
  if (content.kind === 'text') return { cells: { text: content.text }, bytes: content.text.length };
  if (content.kind === 'features') {
    return {
      cells: { features: Array.from(content.values) },
      bytes: HELD_BYTES_OF_VALUE * content.values.length,
    };
  }
  const bytes = content.read ? await content.read() : null;
  return { cells: { image: { bytes, path: content.path } }, bytes: bytes?.length ?? 0 };
}
