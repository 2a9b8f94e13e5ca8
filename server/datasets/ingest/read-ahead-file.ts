import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { ReadAhead } from './read-ahead';

const WINDOW_BYTES = 2 ** 18;

/** A file on the disk that is read ahead. */
export class ReadAheadFile extends yauzl.RandomAccessReader {
  private readonly ahead: ReadAhead;

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
    readonly size: number,
  ) {
    super();
    this.ahead = new ReadAhead(size, WINDOW_BYTES, (position, length) => load(handle, position, length));
  }

  static async open(path: string): Promise<ReadAheadFile> {
    const handle = await open(path, 'r');
    try {
      return new ReadAheadFile(path, handle, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Bytes in memory of their own. @throws EndOfFileError where the file ends before */
  bytes(position: number, length: number): Promise<Buffer> {
    return this.ahead.bytes(position, length);
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.bytes(position, length).then((bytes) => {
      bytes.copy(buffer, offset);
      callback(null);
    }, callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.path, { start, end: end - 1 });
  }

  override close(callback: (error: Error | null) => void): void {
    this.handle.close().then(() => callback(null), callback);
  }
}

async function load(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
