import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { diskFull, isDiskFull } from './disk-full';
import { tidyCache } from './tidy-cache';

/** Uses are noted this coarsely, which spares the disk. */
const NOTED_EACH_MS = 60_000;
/** The folder is tidied each time so large a part of the limit was added. */
const TIDIED_EACH = 1 / 16;

/**
 * Copies of blobs on this machine's disk, those used last. A name says which bytes it stands for: a blob that changes
 * needs another. Any number of processes may share the folder.
 */
export class BlobCache {
  private readonly coming = new Map<string, Promise<string>>();
  private addedBytes = Infinity;

  constructor(
    private readonly folder: string,
    private readonly limitBytes: number,
  ) {}

  /** From here, where the check does not throw, else loaded and kept. A disk that is full only makes this slower. */
  async bytes(name: string, load: () => Promise<Buffer>, check: (bytes: Buffer) => void): Promise<Buffer> {
    const path = this.pathOf('read', name);
    const kept = await readKept(path, check);
    if (kept) return kept;
    const bytes = await load();
    await this.add(path, [bytes]).catch(() => undefined);
    return bytes;
  }

  /** A file with these bytes, which stays for an hour at the least. @throws AppError `unavailable` where the disk is full */
  async file(name: string, load: () => Promise<Readable>): Promise<string> {
    const path = this.pathOf('lent', name);
    if (await noteUse(path)) return path;
    const coming = this.coming.get(path) ?? this.fetch(path, load);
    this.coming.set(path, coming);
    try {
      return await coming;
    } finally {
      this.coming.delete(path);
    }
  }

  async drop(names: readonly string[]): Promise<void> {
    const paths = names.flatMap((name) => [this.pathOf('read', name), this.pathOf('lent', name)]);
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  }

  private async fetch(path: string, load: () => Promise<Readable>): Promise<string> {
    await this.add(path, await load());
    return path;
  }

  private pathOf(kind: 'read' | 'lent', name: string): string {
    const hash = createHash('sha256').update(name).digest('hex');
    return join(this.folder, kind, hash.slice(0, 2), hash);
  }

  private async add(path: string, chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    if (this.addedBytes >= this.limitBytes * TIDIED_EACH) {
      this.addedBytes = 0;
      await tidyCache(this.folder, this.limitBytes);
    }
    const unfinished = join(this.folder, 'unfinished');
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = join(unfinished, randomUUID());
    try {
      this.addedBytes += await write(temporary, chunks);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      const remedy = 'Make room in the data folder, or lower WINNOW_BLOB_CACHE_BYTES.';
      throw isDiskFull(error) ? diskFull(remedy, error, 'The disk with the copies of stored files') : error;
    }
  }
}

async function readKept(path: string, check: (bytes: Buffer) => void): Promise<Buffer | null> {
  try {
    const bytes = await readFile(path);
    check(bytes);
    await noteUse(path);
    return bytes;
  } catch {
    return null;
  }
}

/** Whether the file is there. */
async function noteUse(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > NOTED_EACH_MS) await utimes(path, new Date(), new Date());
    return true;
  } catch {
    return false;
  }
}

/** Synced, because what is lent is not checked again. */
async function write(path: string, chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<number> {
  const handle = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      await handle.writeFile(chunk);
      bytes += chunk.length;
    }
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}
