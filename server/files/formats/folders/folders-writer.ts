import type { Split } from '@/lib/contracts/project';
import type { FileRecord } from '../../records/file-record';
import { factsTable } from '../../zip/facts-table';
import { safeName } from '../../zip/safe-name';
import { writeFileZip } from '../../zip/write-file-zip';

/** What other programs call the splits; read back, `train` is the pool. */
const SPLIT_FOLDERS: Readonly<Record<Split, string>> = { pool: 'train', seed: 'seed', test: 'test' };

/** `split/class/file`; without a label the file lies in the folder of its split. */
export function writeFolders(records: AsyncIterable<FileRecord>): AsyncGenerator<Uint8Array> {
  return writeFileZip(records, { folderOf, tables: [factsTable] });
}

function folderOf({ split, label }: FileRecord): string {
  const parts = [
    ...(split === null ? [] : [SPLIT_FOLDERS[split]]),
    ...(label === null ? [] : [safeName(label)]),
  ];
  return parts.join('/');
}
