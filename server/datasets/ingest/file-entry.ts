import { z } from 'zod';
import type { CandidateSource, IngestItem } from './candidate';
import type { EntryProblem } from './entry-problem';
import { mapOrdered } from './map-ordered';
import { zippedSchema } from './zip-entry';

const inFolderSchema = z.object({ kind: z.literal('in-folder'), path: z.string(), isFile: z.boolean() });
export type FolderFacts = Readonly<z.infer<typeof inFolderSchema>>;

/** What it takes to read a file of a folder or zip. */
export const entryFactsSchema = z.discriminatedUnion('kind', [inFolderSchema, zippedSchema]);
export type EntryFacts = Readonly<z.infer<typeof entryFactsSchema>>;

/** A file of a folder or zip. */
export interface FileEntry {
  /** with `/`, relative to the folder or zip */
  readonly path: string;
  /** for whoever else is to read it */
  readonly facts: EntryFacts;
  /** its bytes, or why they are not to be had */
  read(): Promise<Buffer | { readonly problem: EntryProblem }>;
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
