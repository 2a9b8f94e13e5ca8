import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import yauzl from 'yauzl';
import { AppError, toAppError } from '@/lib/errors';
import type { FileEntry } from './file-entry';
import { isLitter } from './file-entry';
import { ReadAheadFile } from './read-ahead-file';
import { tooManyBytes } from './too-many-bytes';

/** Images hardly compress, texts ten-fold; an entry that grows this much, once it is large, is a bomb. */
const MAX_ENTRY_RATIO = 100;
const BOMB_BYTES = 2 ** 20;
/** All entries together, against the size of the archive. */
const MAX_TOTAL_RATIO = 50;
const MAX_TOTAL_BYTES_OF_SMALL = 2 ** 30;

const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;

/** An entry's read error, wholly or in part a property of the archive and not of our code. */
interface EntryProblem {
  readonly code: string;
  readonly reason: string;
}

const inflate = promisify(inflateRaw);

interface OpenZip {
  readonly zip: ZipFile;
  /** closed with it */
  readonly file: ReadAheadFile;
}

/** An open zip on the disk; entries are read one by one, in the order of its directory. */
export class ZipSource {
  private constructor(
    private readonly path: string,
    private readonly name: string,
    private readonly maximumBytes: number,
  ) {}

  /** @throws AppError `bad-input` where the archive as a whole is damaged or a bomb */
  static async open(path: string, name: string, maximumBytes: number): Promise<ZipSource> {
    const source = new ZipSource(path, name, maximumBytes);
    await source.checkTotals();
    return source;
  }

  /** The files of the archive, litter left out. */
  async *list(): AsyncGenerator<FileEntry> {
    const opened = await this.openZip();
    const { zip } = opened;
    const reading = new Set<Promise<unknown>>();
    const read = (entry: Entry, path: string) => {
      const bytes = readEntry(opened, entry, path, this.maximumBytes);
      reading.add(bytes);
      void bytes.finally(() => reading.delete(bytes));
      return bytes;
    };
    try {
      for await (const entry of this.entries(zip)) {
        const path = nameOf(entry);
        if (!path.endsWith('/') && !isLitter(path)) yield { path, read: () => read(entry, path) };
      }
    } finally {
      await Promise.all(reading);
      zip.close();
    }
  }

  /** Whether it has a file of this path. */
  async has(path: string): Promise<boolean> {
    for await (const entry of this.list()) if (entry.path === path) return true;
    return false;
  }

  /** Unpacks the files that are wanted, whatever their size, to the path that `targetOf` gives; tells what went where. */
  async extract(
    wanted: (path: string) => boolean,
    targetOf: (index: number) => string,
  ): Promise<{ readonly path: string; readonly file: string }[]> {
    const extracted: { path: string; file: string }[] = [];
    const { zip } = await this.openZip();
    try {
      for await (const entry of this.entries(zip)) {
        const path = nameOf(entry);
        if (!wanted(path)) continue;
        const problem = checkEntry(entry, path, Infinity);
        if (problem) throw this.damaged(new Error(`${path}: ${problem.reason.replace(/\.$/, '')}`));
        const file = targetOf(extracted.length);
        try {
          const bytes = await zip.openReadStreamPromise(entry);
          await pipeline(bytes, atMost(entry.uncompressedSize), createWriteStream(file));
        } catch (error) {
          throw this.damaged(error);
        }
        extracted.push({ path, file });
      }
    } finally {
      zip.close();
    }
    return extracted;
  }

  private async openZip(): Promise<OpenZip> {
    let file: ReadAheadFile | null = null;
    try {
      file = await ReadAheadFile.open(this.path);
      // Names and sizes are checked here, entry by entry: yauzl would give up on the whole archive.
      const options = {
        autoClose: false,
        lazyEntries: true,
        decodeStrings: false,
        validateEntrySizes: false,
      };
      return { zip: await yauzl.fromRandomAccessReaderPromise(file, file.size, options), file };
    } catch (error) {
      file?.close(() => undefined);
      throw this.damaged(error);
    }
  }

  private async *entries(zip: ZipFile): AsyncGenerator<Entry> {
    try {
      for await (const entry of zip.eachEntry()) yield entry;
    } catch (error) {
      throw error instanceof AppError ? error : this.damaged(error);
    }
  }

  private async checkTotals(): Promise<void> {
    const { zip } = await this.openZip();
    try {
      let compressed = 0;
      let whole = 0;
      for await (const entry of this.entries(zip)) {
        compressed += entry.compressedSize;
        whole += entry.uncompressedSize;
      }
      if (compressed > zip.fileSize) throw this.bomb('its entries overlap');
      if (whole > Math.max(MAX_TOTAL_BYTES_OF_SMALL, MAX_TOTAL_RATIO * zip.fileSize)) {
        throw this.bomb(`it would grow from ${zip.fileSize} to ${whole} bytes`);
      }
    } finally {
      zip.close();
    }
  }

  private bomb(reason: string): AppError {
    return new AppError(
      'bad-input',
      `${this.name} is refused: ${reason}.`,
      'Pack the files into a plain zip again.',
    );
  }

  private damaged(error: unknown): AppError {
    const { message } = toAppError(error);
    return new AppError(
      'bad-input',
      `${this.name} cannot be read as a zip: ${message}.`,
      'Pack or upload it again.',
      {
        cause: error,
      },
    );
  }
}

function nameOf(entry: Entry): string {
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

async function readEntry(
  opened: OpenZip,
  entry: Entry,
  path: string,
  maximumBytes: number,
): ReturnType<FileEntry['read']> {
  const problem = checkEntry(entry, path, maximumBytes);
  if (problem) return { problem };
  try {
    const bytes = await readLimited(opened, entry);
    if (!bytes)
      return { problem: { code: 'too-large', reason: 'It grows beyond the size that the zip states.' } };
    if (crc32(bytes) === entry.crc32) return bytes;
    return { problem: { code: 'broken', reason: 'Its bytes do not fit the checksum in the zip.' } };
  } catch (error) {
    return { problem: { code: 'broken', reason: `It cannot be unpacked: ${toAppError(error).message}.` } };
  }
}

function checkEntry(entry: Entry, path: string, maximumBytes: number): EntryProblem | null {
  const unsafe = yauzl.validateFileName(path);
  if (unsafe || path.includes('\0'))
    return { code: 'unsafe-path', reason: 'Its path leads out of the archive.' };
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  if (type !== 0 && type !== REGULAR_FILE)
    return { code: 'not-a-file', reason: 'Links and devices are not followed.' };
  if (entry.isEncrypted()) return { code: 'encrypted', reason: 'It is encrypted.' };
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    return {
      code: 'unsupported-format',
      reason: `It is packed by a method that is not read (${entry.compressionMethod}).`,
    };
  }
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > BOMB_BYTES && uncompressedSize > MAX_ENTRY_RATIO * compressedSize) {
    return { code: 'zip-bomb', reason: `It would grow from ${compressedSize} to ${uncompressedSize} bytes.` };
  }
  const most = Math.max(compressedSize, uncompressedSize);
  if (most > maximumBytes) return { code: 'too-large', reason: tooManyBytes(most, maximumBytes) };
  return null;
}

/** What flows through, as long as it is no more than so many bytes: headers lie, and disks are full one day. */
function atMost(bytes: number) {
  return async function* (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let passed = 0;
    for await (const part of parts) {
      passed += part.length;
      if (passed > bytes) throw new Error('an entry grows beyond the size that the zip states');
      yield part;
    }
  };
}

/** The entry's bytes; null where there are more than its header says. */
async function readLimited({ zip, file }: OpenZip, entry: Entry): Promise<Buffer | null> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = await file.bytes(fileDataStart, entry.compressedSize);
  const bytes = entry.compressionMethod === STORED ? packed : await unpack(packed, entry.uncompressedSize);
  return bytes && bytes.length <= entry.uncompressedSize ? bytes : null;
}

/** Null where it grows beyond so many bytes. */
async function unpack(packed: Buffer, mostBytes: number): Promise<Buffer | null> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, mostBytes) });
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}
