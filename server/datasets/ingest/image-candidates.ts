import { IMAGES_AT_ONCE } from '../../images/image-limits';
import type { CandidateSource, IngestItem } from './candidate';
import { reject } from './candidate';
import { examineFile } from './examine-file';
import type { FileEntries, FileEntry } from './file-entry';
import { fileCandidates } from './file-entry';
import type { PathReader } from './path-reader';

/** Image files as candidates: read, hashed, checked, and their thumbnails made, several at a time. */
export function imageCandidates(entries: FileEntries, readPath: PathReader): CandidateSource {
  const examine = async (entry: FileEntry): Promise<IngestItem> => {
    const file = await examineFile(entry.path, await entry.read());
    if ('problem' in file) return reject(file.path, file.problem.code, file.problem.reason);
    const { path: key, contentHash, ...content } = file;
    return { candidate: { key, ...readPath(key), contentHash, content: { kind: 'image', ...content } } };
  };
  const source = fileCandidates(entries, { unit: 'images', atOnce: IMAGES_AT_ONCE, examine });
  return { ...source, imageFiles: { entries, readPath } };
}
