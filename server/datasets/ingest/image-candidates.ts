import { createHash } from 'node:crypto';
import { examineImage } from '../../images/examine-image';
import { IMAGES_AT_ONCE } from '../../images/image-limits';
import type { CandidateSource, IngestItem } from './candidate';
import { reject } from './candidate';
import type { FileEntries, FileEntry } from './file-entry';
import { fileCandidates } from './file-entry';
import type { PathReader } from './path-reader';

/** Image files as candidates: read, hashed, checked, and their thumbnails made, several at a time. */
export function imageCandidates(entries: FileEntries, readPath: PathReader): CandidateSource {
  const examine = (entry: FileEntry) => examineEntry(entry, readPath);
  return fileCandidates(entries, { unit: 'images', atOnce: IMAGES_AT_ONCE, examine });
}

async function examineEntry(entry: FileEntry, readPath: PathReader): Promise<IngestItem> {
  const original = await entry.read();
  if ('problem' in original) return reject(entry.path, original.problem.code, original.problem.reason);
  const facts = await examineImage(original, entry.path);
  if ('problem' in facts) return reject(entry.path, facts.problem.code, facts.problem.reason);
  const { width, height, thumbnail } = facts;
  const contentHash = createHash('sha256').update(original).digest('hex');
  return {
    candidate: {
      key: entry.path,
      ...readPath(entry.path),
      contentHash,
      content: { kind: 'image', original, thumbnail, width, height },
    },
  };
}
