import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Manifest {
  readonly rows: number;
  readonly columns: number;
  readonly shards: readonly { readonly key: string; readonly rows: number; readonly sha256: string }[];
}

/** The blobs below a folder, read without any of Winnow's own code. */
export class StoredFiles {
  /** Shards never change once they are written: each is read once. */
  private readonly whole = new Set<string>();

  constructor(private readonly folder: string) {}

  pathOf(key: string): string {
    return join(this.folder, key);
  }

  async read(key: string): Promise<Buffer> {
    return readFile(this.pathOf(key));
  }

  async manifest(prefix: string): Promise<Manifest> {
    return JSON.parse((await this.read(`${prefix}/manifest.json`)).toString('utf8')) as Manifest;
  }

  /** What is wrong with a matrix; null where it is whole. */
  async faultOfMatrix(prefix: string): Promise<string | null> {
    if (this.whole.has(prefix)) return null;
    try {
      const { rows, shards } = await this.manifest(prefix);
      if (shards.reduce((sum, shard) => sum + shard.rows, 0) !== rows) return `${prefix}: rows do not add up`;
      for (const { key, sha256 } of shards) {
        const found = createHash('sha256')
          .update(await this.read(key))
          .digest('hex');
        if (found !== sha256) return `${key}: checksum`;
      }
    } catch (error) {
      return `${prefix}: ${(error as Error).message}`;
    }
    this.whole.add(prefix);
    return null;
  }

  /** What is wrong with a single blob; null where it is there and not empty. */
  async faultOfBlob(key: string): Promise<string | null> {
    const bytes = await this.read(key).catch(() => null);
    return bytes && bytes.length > 0 ? null : `${key}: missing or empty`;
  }

  /** sha256 of all values in the order of the rows, whatever the shards. */
  async sha256OfValues(prefix: string): Promise<string> {
    const { columns, shards } = await this.manifest(prefix);
    const hash = createHash('sha256');
    for (const { key, rows } of shards) {
      const bytes = await this.read(key);
      hash.update(bytes.subarray(bytes.length - rows * columns * 4));
    }
    return hash.digest('hex');
  }
}
