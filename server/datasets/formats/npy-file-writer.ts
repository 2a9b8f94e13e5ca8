import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolders, unwritable } from '../../output-place';
import { npyHeader } from './npy-encode';

/** Room for the header of any matrix: it is known only at the end. */
const HEADER_BYTES = 128;

/** Writes a float32 matrix of any length row by row, in constant memory; the file is there whole or not at all. */
export class NpyFileWriter {
  private rows = 0;
  private position = HEADER_BYTES;

  private constructor(
    private readonly path: string,
    private readonly columns: number,
    private readonly handle: FileHandle,
  ) {}

  /** @throws AppError `unavailable` where the disk does not let it */
  static async create(path: string, columns: number): Promise<NpyFileWriter> {
    try {
      await makeFolders(dirname(path));
      return new NpyFileWriter(path, columns, await open(temporary(path), 'w'));
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  async append(values: Float32Array): Promise<void> {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.handle.write(bytes, written, bytes.length - written, this.position);
      written += bytesWritten;
      this.position += bytesWritten;
    }
    this.rows += values.length / this.columns;
  }

  async finish(): Promise<void> {
    await this.handle.write(npyHeader('<f4', [this.rows, this.columns], HEADER_BYTES), 0, HEADER_BYTES, 0);
    await this.handle.close();
    await rename(temporary(this.path), this.path);
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    await this.handle.close();
    await rm(temporary(this.path), { force: true });
  }
}

function temporary(path: string): string {
  return `${path}.part`;
}
