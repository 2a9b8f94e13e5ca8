import type { FileFormat, FileSource } from '../../file-format';
import type { RecordFacts, RecordItem } from '../../records/file-record';
import { readFileZip } from '../../zip/read-file-zip';
import { isCvatList, readCvatLists } from './cvat-lists';
import { NO_LABEL_FOLDER, writeCvat } from './cvat-writer';

export const cvatFormat: FileFormat = { name: 'cvat', read: readCvat, write: writeCvat };

function readCvat(source: FileSource): AsyncIterable<RecordItem> {
  const reading = { factsOf, isTable: isCvatList, readTables: readCvatLists };
  return readFileZip({ ...source, modality: 'image' }, reading);
}

/** `label/file`, or as older versions wrote it, `label/label_file`. */
function factsOf(path: string): Pick<RecordFacts, 'id' | 'split' | 'label'> {
  const [file = path, folder] = path.split('/').reverse();
  const label = folder === undefined || folder === NO_LABEL_FOLDER ? null : folder;
  const prefix = `${folder}_`;
  const id =
    label !== null && file.startsWith(prefix) && file.length > prefix.length
      ? file.slice(prefix.length)
      : file;
  return { id, split: null, label };
}
