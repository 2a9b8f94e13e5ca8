import type { FileFormat, FileSource } from '../../file-format';
import type { RecordItem } from '../../records/file-record';
import { readFileZip } from '../../zip/read-file-zip';
import { factsOfFolders } from '../folders/folders.format';
import { writeHuggingFace } from './hugging-face-writer';

export const huggingFaceFormat: FileFormat = {
  name: 'hugging-face',
  read: readHuggingFace,
  write: writeHuggingFace,
};

function readHuggingFace(source: FileSource): AsyncIterable<RecordItem> {
  return readFileZip({ ...source, modality: 'image' }, { factsOf: factsOfFolders });
}
