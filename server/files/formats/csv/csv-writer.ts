import { csvLine } from '@/lib/text/csv-line';
import type { RecordShape } from '../../file-format';
import { chunkTexts } from '../../records/chunk-lines';
import { featureColumn, shortFloat } from '../../records/content-columns';
import type { FileRecord, RecordFacts } from '../../records/file-record';
import { flattenRecord, RECORD_COLUMNS } from '../../records/record-columns';

/** A row a record: its facts, then its text, its image's name, or a column a feature. */
export function writeCsv(records: AsyncIterable<FileRecord>, shape: RecordShape): AsyncGenerator<Uint8Array> {
  return chunkTexts(lines());

  async function* lines(): AsyncGenerator<string> {
    yield csvLine([...RECORD_COLUMNS, ...contentHeader(shape)]);
    for await (const record of records) yield csvLine([...factCells(record), ...contentCells(record)]);
  }
}

function contentHeader({ modality, features }: RecordShape): string[] {
  if (modality === null) return [];
  return modality === 'features'
    ? Array.from({ length: features }, (_, index) => featureColumn(index))
    : [modality];
}

function contentCells({ content }: FileRecord): (string | number)[] {
  if (content === null) return [];
  if (content.kind === 'text') return [content.text];
  return content.kind === 'image' ? [content.path] : Array.from(content.values, shortFloat);
}

/** The facts of a record in the order of `RECORD_COLUMNS`. */
export function factCells(record: RecordFacts): (string | number | null)[] {
  const flat = flattenRecord(record);
  return RECORD_COLUMNS.map((column) => flat[column]);
}
