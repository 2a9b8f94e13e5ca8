import { csvLine } from '@/lib/text/csv-line';
import { chunkTexts } from '../records/chunk-lines';
import { RECORD_COLUMNS } from '../records/record-columns';
import type { FileRow, ZipTable } from './write-file-zip';

/** Where a zip of files tells what its folders cannot: ids, answers, weights. Other programs pass it over. */
export const FACTS_TABLE = 'winnow.csv';

export const factsTable: ZipTable = {
  path: FACTS_TABLE,
  holds: () => true,
  write: (rows) => chunkTexts(lines(rows)),
};

async function* lines(rows: AsyncIterable<FileRow>): AsyncGenerator<string> {
  yield csvLine(['file_name', ...RECORD_COLUMNS]);
  for await (const row of rows) {
    yield csvLine([row.file_name, ...RECORD_COLUMNS.map((column) => row[column])]);
  }
}
