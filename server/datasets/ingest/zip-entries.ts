import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import yauzl from 'yauzl';
import { AppError, toAppError } from '@/lib/errors';
import type { FileEntry } from './file-entry';
import { isLitter } from './file-entry';
import { ReadAheadFile } from './read-ahead-file';
import { checkZipped, readZipped, zippedFacts } from './zip-entry';
import type { ZippedFacts } from './zip-entry';

/** All entries together, against the size of the archive. */
const MAX_TOTAL_RATIO = 50;
const MAX_TOTAL_BYTES_OF_SMALL = 2 ** 30;
/** They are read one by one, but a zip of nothing but empty entries would keep a worker for days. */
const MAX_ENTRIES = 2 ** 24;

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
    private readonly maximumEntries: number,
  ) {}

  /** @throws AppError `bad-input` where the archive as a whole is damaged or a bomb */
  static async open(
    path: string,
    name: string,
    maximumBytes: number,
    maximumEntries = MAX_ENTRIES,
  ): Promise<ZipSource> {
    const source = new ZipSource(path, name, maximumBytes, maximumEntries);
    await source.checkTotals();
    return source;
  }

  /** The files of the archive, litter left out. */
  async *list(): AsyncGenerator<FileEntry> {
    const opened = await this.openZip();
    const { zip, file } = opened;
    const reading = new Set<Promise<unknown>>();
    const read = (facts: ZippedFacts) => {
      const bytes = readZipped(file, facts, this.maximumBytes);
      reading.add(bytes);
      // Whoever asked is told of failures.
      void bytes.catch(() => undefined).finally(() => reading.delete(bytes));
      return bytes;
    };
    try {
      for await (const entry of this.entries(zip)) {
        const facts = zippedFacts(entry);
        const { path } = facts;
        if (!path.endsWith('/') && !isLitter(path)) yield { path, facts, read: () => read(facts) };
      }
    } finally {
      await Promise.allSettled(reading);
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
        const facts = zippedFacts(entry);
        const { path } = facts;
        if (!wanted(path)) continue;
        const problem = checkZipped(facts, Infinity);
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
      const { entryCount } = zip;
      if (entryCount > this.maximumEntries) throw this.bomb(`it holds ${entryCount} entries`);
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
