import type { CandidateSource, IngestItem } from './candidate';
import { mapOrdered } from './map-ordered';

/** A file of a folder or zip. */
export interface FileEntry {
  /** with `/`, relative to the folder or zip */
  readonly path: string;
  /** its bytes, or why they are not to be had */
  read(): Promise<Buffer | { readonly problem: { readonly code: string; readonly reason: string } }>;
}

/** The files of a folder or zip; each call of `list` goes through them in the same order. */
export interface FileEntries {
  readonly count: number;
  list(): AsyncIterable<FileEntry>;
}

/** Names that operating systems put beside people's files. */
const LITTER = ['__MACOSX', 'Thumbs.db', 'desktop.ini'];

/** Begins with a dot, but is not the way up. */
const DOTFILE = /^\.(?!\.?$)/;

/** True for what nobody would miss: dotfiles, and what operating systems leave behind. */
export function isLitter(path: string): boolean {
  return path.split('/').some((part) => DOTFILE.test(part) || LITTER.includes(part));
}

/** Files as candidates, `atOnce` of them read and examined side by side. */
export function fileCandidates(
  entries: FileEntries,
  work: {
    readonly unit: 'images' | 'texts';
    readonly atOnce: number;
    readonly examine: (entry: FileEntry) => Promise<IngestItem>;
  },
): CandidateSource {
  const { unit, atOnce, examine } = work;
  return { unit, columns: null, total: () => entries.count, items };

  async function* after(position: number): AsyncGenerator<FileEntry> {
    let index = 0;
    for await (const entry of entries.list()) if (index++ >= position) yield entry;
  }

  function items(position: number): AsyncIterable<IngestItem> {
    return mapOrdered(after(position), atOnce, examine);
  }
}
