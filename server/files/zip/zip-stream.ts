import { crc32 } from 'node:zlib';
import type { SpoolFile } from './spool-file';
import type { ZipEntry } from './zip-headers';
import { directoryHeader, endOfZip, localHeader } from './zip-headers';

/** A zip that is written file by file; only what is on its way is held, its directory waits on the disk. */
export class ZipStream {
  private offset = 0;
  private entries = 0;

  /** @param directory an empty file for its directory */
  constructor(private readonly directory: SpoolFile) {}

  /** The bytes of a file in the zip. */
  async *file(path: string, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    yield await this.begin(path, crc32(bytes), bytes.length);
    yield bytes;
  }

  /** The bytes of a file that lay on the disk. */
  async *spooled(path: string, file: SpoolFile): AsyncGenerator<Uint8Array> {
    yield await this.begin(path, file.crc, file.bytes);
    yield* file.read();
  }

  /** The directory, with which the zip ends. */
  async *end(): AsyncGenerator<Uint8Array> {
    await this.directory.close();
    const { bytes } = this.directory;
    yield* this.directory.read();
    yield endOfZip(this.entries, this.offset, bytes);
  }

  private async begin(path: string, crc: number, bytes: number): Promise<Uint8Array> {
    const entry: ZipEntry = { path, crc, bytes, offset: this.offset };
    const header = localHeader(entry);
    await this.directory.append(directoryHeader(entry));
    this.offset += header.length + bytes;
    this.entries++;
    return header;
  }
}
