import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { examineImage } from '../../images/examine-image';
import type { CandidateSource, IngestItem } from './candidate';
import { reject } from './candidate';
import { mapOrdered } from './map-ordered';
import type { PathReader } from './path-reader';

/** A file of a folder or zip. */
export interface ImageEntry {
  /** with `/`, relative to the folder or zip */
  readonly path: string;
  /** its bytes, or why they are not to be had */
  read(): Promise<Buffer | { readonly problem: { readonly code: string; readonly reason: string } }>;
}

/** Names that operating systems put beside people's files. */
const LITTER = ['__MACOSX', 'Thumbs.db', 'desktop.ini'];

/** Begins with a dot, but is not the way up. */
const DOTFILE = /^\.(?!\.?$)/;

/** True for what nobody would miss: dotfiles, and what operating systems leave behind. */
export function isLitter(path: string): boolean {
  return path.split('/').some((part) => DOTFILE.test(part) || LITTER.includes(part));
}

/** Pictures that are worked on side by side: enough to keep every core busy while one is read. */
export const IMAGES_AT_ONCE = Math.min(16, availableParallelism() + 2);

/** Files as candidates: read, hashed, checked, and their thumbnails made, several at a time. */
export function imageCandidates(
  entries: { readonly count: number; list(): AsyncIterable<ImageEntry> },
  readPath: PathReader,
): CandidateSource {
  return { unit: 'images', columns: null, total: () => entries.count, items };

  async function* after(position: number): AsyncGenerator<ImageEntry> {
    let index = 0;
    for await (const entry of entries.list()) if (index++ >= position) yield entry;
  }

  function items(position: number): AsyncIterable<IngestItem> {
    return mapOrdered(after(position), IMAGES_AT_ONCE, (entry) => examineEntry(entry, readPath));
  }
}

async function examineEntry(entry: ImageEntry, readPath: PathReader): Promise<IngestItem> {
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
      image: { original, thumbnail, width, height },
      values: null,
    },
  };
}
