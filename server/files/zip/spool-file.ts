import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const BUFFER_BYTES = 2 ** 18;

/** A folder for what does not fit into memory. */
export class SpoolFolder {
  private readonly files: SpoolFile[] = [];

  constructor(private readonly folder: string) {}

  path(name: string): string {
    return join(this.folder, name);
  }

  async file(name: string): Promise<SpoolFile> {
    const file = new SpoolFile(this.path(name), await open(this.path(name), 'w'));
    this.files.push(file);
    return file;
  }

  async closeAll(): Promise<void> {
    for (const file of this.files) await file.close();
  }
}

/** Runs with a folder of its own, and leaves nothing of it behind. */
export async function* withSpoolFolder<Item>(
  use: (folder: SpoolFolder) => AsyncIterable<Item>,
): AsyncGenerator<Item> {
  const path = await mkdtemp(join(tmpdir(), 'winnow-'));
  const folder = new SpoolFolder(path);
  try {
    yield* use(folder);
  } finally {
    await folder.closeAll();
    await rm(path, { recursive: true, force: true });
  }
}

/** Bytes kept on the disk until it is their turn: what stands at the end of a zip but is known piece by piece. */
export class SpoolFile {
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private total = 0;
  private checksum = 0;
  private closed = false;

  constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  get bytes(): number {
    return this.total;
  }

  get crc(): number {
    return this.checksum;
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.checksum = crc32(bytes, this.checksum);
    this.total += bytes.length;
    this.pendingBytes += bytes.length;
    this.pending.push(bytes);
    if (this.pendingBytes >= BUFFER_BYTES) await this.flush();
  }

  /** Nothing can be appended any more. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    try {
      await this.flush();
    } finally {
      await this.handle.close();
    }
  }

  /** All bytes, once it is closed. */
  async *read(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(this.path, { highWaterMark: BUFFER_BYTES })) {
      yield chunk as Buffer;
    }
  }

  private async flush(): Promise<void> {
    await this.handle.writeFile(Buffer.concat(this.pending));
    this.pending = [];
    this.pendingBytes = 0;
  }
}
