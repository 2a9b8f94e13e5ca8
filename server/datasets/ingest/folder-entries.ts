import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry, FolderFacts } from './file-entry';
import { isLitter } from './file-entry';
import { tooManyBytes } from './too-many-bytes';

/** The files of a folder and its folders, sorted by name, one folder at a time. Symbolic links are not followed. */
export async function* listFolder(
  root: string,
  maximumBytes: number,
  folder = '',
): AsyncGenerator<FileEntry> {
  const items = await readdir(join(root, folder), { withFileTypes: true });
  items.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const item of items) {
    if (isLitter(item.name)) continue;
    const path = folder ? `${folder}/${item.name}` : item.name;
    if (item.isDirectory()) yield* listFolder(root, maximumBytes, path);
    else {
      const facts = { kind: 'in-folder', path, isFile: item.isFile() } as const;
      yield { path, facts, read: () => readInFolder(root, facts, maximumBytes) };
    }
  }
}

export async function readInFolder(
  root: string,
  facts: FolderFacts,
  maximumBytes: number,
): ReturnType<FileEntry['read']> {
  const path = join(root, facts.path);
  if (!facts.isFile)
    return { problem: { code: 'not-a-file', reason: 'Links and devices are not followed.' } };
  try {
    const { size } = await stat(path);
    if (size > maximumBytes) {
      return { problem: { code: 'too-large', reason: tooManyBytes(size, maximumBytes) } };
    }
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { problem: { code: 'unreadable', reason: `The file cannot be read (${code}).` } };
  }
}
