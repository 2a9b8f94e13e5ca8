import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { AppError } from '@/lib/errors';
import type { BackupManifest } from './archive-format';
import { MANIFEST_ENTRY, SEAL_ENTRY } from './archive-format';

/** Entries of one size only, so that two backups of the same thing differ where the thing does. */
const MADE_AT = new Date(0);

/** Writes the entries of a backup one after the other; what is in memory is the piece at hand and the list of entries. */
export class ArchiveWriter {
  private readonly tar = pack();
  private readonly written: Promise<void>;
  private failure: unknown = null;
  readonly entries: { name: string; bytes: number; sha256: string }[] = [];

  constructor(target: Writable, options: { readonly gzip: boolean }) {
    const stages = options.gzip ? [createGzip({ level: 6 })] : [];
    // streamx's streams are none of Node's
    this.written = pipeline([Readable.from(this.tar), ...stages, target]);
    this.written.catch((error: unknown) => {
      this.failure = error;
      this.tar.destroy();
    });
  }

  async add(name: string, bytes: Uint8Array): Promise<void> {
    await this.addStream(name, bytes.byteLength, [bytes]);
  }

  /** @throws AppError `unavailable` where there are fewer or more bytes than were said */
  async addStream(
    name: string,
    bytes: number,
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<void> {
    this.stopIfFailed();
    const entry = this.tar.entry({ name, size: bytes, mode: 0o600, mtime: MADE_AT });
    const broken = new Promise<never>((_, reject) => entry.on('error', reject));
    broken.catch(() => undefined);
    const finished = once(entry, 'finish');
    finished.catch(() => undefined);
    const hash = createHash('sha256');
    let done = 0;
    for await (const chunk of chunks) {
      done += chunk.byteLength;
      if (done > bytes) break;
      hash.update(chunk);
      if (!entry.write(chunk)) await this.whileAlive(Promise.race([once(entry, 'drain'), broken]));
    }
    if (done !== bytes)
      throw new AppError('unavailable', `“${name}” has other than the ${bytes} bytes that it should have.`);
    entry.end(Buffer.alloc(0));
    await this.whileAlive(Promise.race([finished, broken]));
    this.entries.push({ name, bytes, sha256: hash.digest('hex') });
  }

  /** Writes what says that the archive is whole, and waits until everything has gone where it should. */
  async finish(manifest: Omit<BackupManifest, 'entries'>): Promise<void> {
    const text = Buffer.from(JSON.stringify({ ...manifest, entries: [...this.entries] }));
    await this.add(MANIFEST_ENTRY, text);
    await this.add(SEAL_ENTRY, Buffer.from(createHash('sha256').update(text).digest('hex')));
    this.tar.finalize();
    await this.written;
  }

  /** After a failure: lets go of what it writes to. */
  async abandon(): Promise<void> {
    this.tar.destroy();
    await this.written.catch(() => undefined);
  }

  /** Where the target ends, nothing asks for more, and waiting alone would never end. */
  private async whileAlive(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, this.written]);
    this.stopIfFailed();
  }

  private stopIfFailed(): void {
    if (this.failure === null) return;
    throw new AppError(
      'unavailable',
      `The backup could not be written: ${(this.failure as Error).message}.`,
      'Look at the disk or the program that it is written to.',
      { cause: this.failure },
    );
  }
}
