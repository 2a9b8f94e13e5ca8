import type { FileRecord } from '../../records/file-record';
import { safeName } from '../../zip/safe-name';
import type { FileRow, ZipTable } from '../../zip/write-file-zip';
import { writeFileZip } from '../../zip/write-file-zip';
import type { ParquetColumn } from '../parquet/parquet-rows';
import { parquetBytes } from '../parquet/parquet-rows';
import { FACT_COLUMNS } from '../parquet/parquet-writer';

const COLUMNS: readonly ParquetColumn[] = [{ name: 'file_name', type: 'string' }, ...FACT_COLUMNS];

/**
 * `train/` with pool and seed, `test/`, each with its `metadata.parquet`: as Parquet, because of CSV and JSON lines the
 * library guesses the types anew for each split and refuses a column that is empty in one of them.
 */
export function writeHuggingFace(records: AsyncIterable<FileRecord>): AsyncGenerator<Uint8Array> {
  return writeFileZip(records, {
    folderOf: ({ split, label }) => folderOf(splitFolder(split), label),
    tables,
  });
}

type SplitFolder = 'train' | 'test';

function splitFolder(split: FileRow['split']): SplitFolder {
  return split === 'test' ? 'test' : 'train';
}

function folderOf(split: SplitFolder, label: string | null): string {
  return label === null ? split : `${split}/${safeName(label)}`;
}

const tables: readonly ZipTable[] = (['train', 'test'] as const).map((split) => ({
  path: `${split}/metadata.parquet`,
  holds: (row) => splitFolder(row.split) === split,
  write: (rows) => parquetBytes(namedFrom(split, rows), COLUMNS, { evenEmpty: false }),
}));

/** File names count from the folder in which the table lies. */
async function* namedFrom(folder: string, rows: AsyncIterable<FileRow>) {
  for await (const row of rows) {
    const { file_name: name, id, annotations } = row;
    const bytes = name.length + String(id).length + String(annotations ?? '').length + 64;
    yield { row: { ...row, file_name: name.slice(folder.length + 1) }, bytes };
  }
}
