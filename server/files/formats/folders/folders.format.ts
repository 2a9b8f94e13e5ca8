import { parseSplit } from '../../../datasets/ingest/split-name';
import type { FileFormat, FileSource } from '../../file-format';
import type { RecordFacts, RecordItem } from '../../records/file-record';
import { readFileZip } from '../../zip/read-file-zip';
import { writeFolders } from './folders-writer';

export const foldersFormat: FileFormat = { name: 'zip', read: readFolders, write: writeFolders };

function readFolders(source: FileSource): AsyncIterable<RecordItem> {
  return readFileZip(source, { factsOf: factsOfFolders });
}

/** `split/class/file` or `class/file`. */
export function factsOfFolders(path: string, below: string): Pick<RecordFacts, 'id' | 'split' | 'label'> {
  const folders = below.split('/').slice(0, -1);
  const split = parseSplit(folders[0] ?? '');
  return { id: path, split, label: (split === null ? folders : folders.slice(1)).at(-1) ?? null };
}
