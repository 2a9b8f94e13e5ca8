import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Dir } from 'node:fs';
import { mkdir, open, opendir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '@/lib/errors';
import { checkBlobKey } from './blob-key';
import { diskFull, isDiskFull } from './disk-full';
import { checkAgainstName } from './hashed-key';
import type { BlobStore, ByteRange, ListedBlob } from './blob-store';

/** Unfinished writes of a process that was killed; a living one is never this slow. */
const STALE_TEMPORARY_MS = 24 * 3600 * 1000;

/** Blobs as files below one folder. */
export class DiskBlobStore implements BlobStore {
  private readonly temporaryFolder: string;
  private prepared: Promise<void> | null = null;

  constructor(private readonly root: string) {
    this.temporaryFolder = join(root, '.tmp');
  }

  async put(key: string, bytes: Uint8Array | Readable): Promise<void> {
    const path = this.pathOf(key);
    this.prepared ??= this.prepare();
    await this.prepared;
    const temporary = join(this.temporaryFolder, randomUUID());
    try {
      await writeAndSync(temporary, bytes);
      await makeFolder(dirname(path));
      await rename(temporary, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(temporary, { force: true });
      throw isDiskFull(error) ? diskFull('Make room in the data folder.', error) : error;
    }
  }

  async get(key: string): Promise<Buffer> {
    const bytes = await readFile(this.pathOf(key)).catch((error: unknown) => {
      throw asNotFound(error, key);
    });
    checkAgainstName(key, bytes);
    return bytes;
  }

  async stream(key: string, range?: ByteRange): Promise<Readable> {
    const path = await this.localFile(key);
    if (!range) return createReadStream(path);
    if (range.end <= range.start) return Readable.from([]);
    return createReadStream(path, { start: range.start, end: range.end - 1 });
  }

  async localFile(key: string): Promise<string> {
    const path = this.pathOf(key);
    if (await isFile(path)) return path;
    throw new AppError('not-found', `There is no blob “${key}”.`);
  }

  async exists(key: string): Promise<boolean> {
    return isFile(this.pathOf(key));
  }

  async *list(prefix?: string): AsyncGenerator<ListedBlob> {
    const blob = prefix === undefined ? null : await listFile(this.pathOf(prefix), prefix);
    if (blob) yield blob;
    else if (prefix === undefined) yield* listFolder(this.root, '');
    else yield* listFolder(this.pathOf(prefix), `${prefix}/`);
  }

  async removeAll(prefix: string): Promise<void> {
    await rm(this.pathOf(prefix), { recursive: true, force: true });
  }

  private pathOf(key: string): string {
    checkBlobKey(key);
    return join(this.root, key);
  }

  /** Makes the folders and sweeps what killed processes left. */
  private async prepare(): Promise<void> {
    await makeFolder(this.temporaryFolder);
    for (const name of await readdir(this.temporaryFolder)) {
      const path = join(this.temporaryFolder, name);
      const information = await stat(path).catch(() => null);
      if (information && Date.now() - information.mtimeMs > STALE_TEMPORARY_MS)
        await rm(path, { force: true });
    }
  }
}

async function writeAndSync(path: string, bytes: Uint8Array | Readable): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    if (bytes instanceof Uint8Array) await handle.writeFile(bytes);
    else for await (const chunk of bytes) await handle.writeFile(chunk as Buffer);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new folder lasts once its parent's entry for it is on the disk. */
async function makeFolder(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!firstMade) return;
  for (let made = folder; made.length >= firstMade.length; made = dirname(made))
    await syncFolder(dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders, and keeps their entries safe by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Names that begin with a dot are no keys: unfinished writes lie there. */
async function* listFolder(folder: string, start: string): AsyncGenerator<ListedBlob> {
  const entries = await openFolder(folder);
  if (!entries) return;
  for await (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const [path, key] = [join(folder, entry.name), `${start}${entry.name}`];
    if (entry.isDirectory()) {
      yield* listFolder(path, `${key}/`);
      continue;
    }
    const blob = await listFile(path, key);
    if (blob) yield blob;
  }
}

async function openFolder(folder: string): Promise<Dir | null> {
  try {
    return await opendir(folder);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function listFile(path: string, key: string): Promise<ListedBlob | null> {
  const information = await stat(path).catch(() => null);
  if (!information?.isFile()) return null;
  return { key, bytes: information.size, modifiedAt: information.mtime };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function asNotFound(error: unknown, key: string): unknown {
  return isMissing(error)
    ? new AppError('not-found', `There is no blob “${key}”.`, '', { cause: error })
    : error;
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].some((code) => hasCode(error, code));
}
