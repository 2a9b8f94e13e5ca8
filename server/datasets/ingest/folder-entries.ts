import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_IMAGE_BYTES } from '../../images/image-limits';
import { tooManyBytes } from '../../images/examine-image';
import type { ImageEntry } from './image-entry';
import { isLitter } from './image-entry';

/** The files of a folder and its folders, sorted by name, one folder at a time. Symbolic links are not followed. */
export async function* listFolder(root: string, folder = ''): AsyncGenerator<ImageEntry> {
  const items = await readdir(join(root, folder), { withFileTypes: true });
  items.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const item of items) {
    if (isLitter(item.name)) continue;
    const path = folder ? `${folder}/${item.name}` : item.name;
    if (item.isDirectory()) yield* listFolder(root, path);
    else yield { path, read: () => readEntry(join(root, path), item.isFile()) };
  }
}

async function readEntry(path: string, isFile: boolean): ReturnType<ImageEntry['read']> {
  if (!isFile) return { problem: { code: 'not-a-file', reason: 'Links and devices are not followed.' } };
  try {
    const { size } = await stat(path);
    if (size > MAX_IMAGE_BYTES) return { problem: { code: 'too-large', reason: tooManyBytes(size) } };
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { problem: { code: 'unreadable', reason: `The file cannot be read (${code}).` } };
  }
}
