import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';

const WINDOW_BYTES = 2 ** 18;
/** One for the directory at the end, the others for files that are read at once. */
const WINDOWS = 4;

interface Window {
  readonly start: number;
  readonly bytes: Promise<Buffer>;
}

/**
 * A file that is read in windows, for a zip of many small files: its directory is asked for in two pieces a file, and each
 * file in two more, which by themselves would be a call of the system each.
 */
export class ReadAheadFile extends yauzl.RandomAccessReader {
  private windows: readonly Window[] = [];

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
    readonly size: number,
  ) {
    super();
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

  /** Bytes in memory of their own. @throws Error where the file ends before */
  async bytes(position: number, length: number): Promise<Buffer> {
    const bytes =
      length > WINDOW_BYTES ? await this.load(position, length) : await this.fromWindow(position, length);
    if (bytes.length < length) throw new Error('unexpected end of file');
    return bytes;
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

  private async fromWindow(position: number, length: number): Promise<Buffer> {
    const holds = ({ start }: Window) => start <= position && position + length <= start + WINDOW_BYTES;
    const window = this.windows.find(holds) ?? { start: position, bytes: this.load(position, WINDOW_BYTES) };
    // the one used longest ago goes
    this.windows = [window, ...this.windows.filter((other) => other !== window)].slice(0, WINDOWS);
    const at = position - window.start;
    return Buffer.from((await window.bytes).subarray(at, at + length));
  }

  /** Fewer bytes where the file ends before. */
  private async load(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, this.size - position)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.handle.read(bytes, filled, bytes.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }
}
