import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobCache } from '../blob-cache';
import { checkBlobKey } from '../blob-key';
import type { S3Place } from '../blob-place';
import type { BlobStore, ByteRange, ListedBlob } from '../blob-store';
import { checkAgainstName, hashInName } from '../hashed-key';
import { openS3 } from './s3-client';
import type { S3Access } from './s3-client';
import { asBlobError, blobNotFound } from './s3-errors';
import { openBytes, removeObjects } from './s3-objects';
import { objectPages } from './s3-pages';
import type { StoredObject } from './s3-pages';
import { isNotFound, PATIENCE } from './s3-retries';
import { abortStaleUploads, putObject } from './s3-uploads';
import type { ObjectTarget } from './s3-uploads';
import { watchSource } from './watch-source';

/** Blobs as objects of an S3-compatible server; a cache on this machine's disk keeps what was read. */
export class S3BlobStore implements BlobStore {
  private access: Promise<S3Access> | null = null;
  private swept = false;

  constructor(
    private readonly place: S3Place,
    private readonly cache: BlobCache,
    private readonly patience = PATIENCE,
  ) {}

  async put(key: string, bytes: Uint8Array | Readable): Promise<void> {
    const target = this.targetOf(key);
    const source = bytes instanceof Uint8Array ? null : watchSource(bytes);
    try {
      await this.ask(key, (access) => putObject(access, target, source?.bytes ?? bytes));
    } catch (error) {
      throw source?.error() ?? error;
    }
    await this.sweepOnce();
  }

  async get(key: string): Promise<Buffer> {
    const load = async () => {
      const bytes = await buffer(await this.open(key, null));
      checkAgainstName(key, bytes);
      return bytes;
    };
    const { Key } = this.targetOf(key);
    if (hashInName(key) === null) return load();
    return this.cache.bytes(Key, load, (bytes) => checkAgainstName(key, bytes));
  }

  async stream(key: string, range?: ByteRange): Promise<Readable> {
    if (range && range.end <= range.start) {
      if (await this.exists(key)) return Readable.from([]);
      throw blobNotFound(key);
    }
    return Readable.from(await this.open(key, range ?? null), { objectMode: false });
  }

  async localFile(key: string): Promise<string> {
    const target = this.targetOf(key);
    const head = await this.ask(key, ({ client, sdk }) => client.send(new sdk.HeadObjectCommand(target)));
    return this.cache.file(versionName(target.Key, head.ETag ?? ''), () => this.stream(key));
  }

  async exists(key: string): Promise<boolean> {
    const target = this.targetOf(key);
    return this.ask(key, async ({ client, sdk }) => {
      try {
        await client.send(new sdk.HeadObjectCommand(target));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    });
  }

  async *list(prefix?: string): AsyncGenerator<ListedBlob> {
    const start = this.place.prefix === '' ? 0 : this.place.prefix.length + 1;
    for await (const page of this.pages(prefix)) {
      for (const { key, bytes, modifiedAt } of page) yield { key: key.slice(start), bytes, modifiedAt };
    }
  }

  async removeAll(prefix: string): Promise<void> {
    const { Bucket } = this.targetOf(prefix);
    for await (const page of this.pages(prefix)) {
      if (page.length > 0) await this.ask(prefix, (access) => removeObjects(access, Bucket, page));
      for (const { key, etag } of page) await this.cache.drop([key, versionName(key, etag)]);
    }
  }

  private async *pages(prefix?: string): AsyncGenerator<readonly StoredObject[]> {
    const { bucket: Bucket, prefix: everything } = this.place;
    const target = prefix === undefined ? { Bucket, Key: everything } : this.targetOf(prefix);
    const access = await this.connect();
    yield* this.explained(prefix ?? '', objectPages(access, target));
  }

  private open(key: string, range: ByteRange | null): Promise<AsyncIterable<Buffer>> {
    const target = this.targetOf(key);
    return this.ask(key, async (access) => {
      const bytes = await openBytes(access, target, range, this.patience);
      return this.explained(key, bytes);
    });
  }

  private targetOf(key: string): ObjectTarget {
    checkBlobKey(key);
    const { bucket, prefix } = this.place;
    return { Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` };
  }

  private connect(): Promise<S3Access> {
    return (this.access ??= openS3(this.place, this.patience));
  }

  private async ask<Answer>(key: string, request: (access: S3Access) => Promise<Answer>): Promise<Answer> {
    const access = await this.connect();
    try {
      return await request(access);
    } catch (error) {
      throw asBlobError(error, this.place, key);
    }
  }

  private async *explained<Item>(key: string, items: AsyncIterable<Item>): AsyncGenerator<Item> {
    try {
      yield* items;
    } catch (error) {
      throw asBlobError(error, this.place, key);
    }
  }

  /** Some servers cannot list uploads, and keys may lack the right; what was asked for is done without it. */
  private async sweepOnce(): Promise<void> {
    if (this.swept) return;
    this.swept = true;
    const { bucket, prefix } = this.place;
    const folder = { Bucket: bucket, Key: prefix === '' ? '' : `${prefix}/` };
    await abortStaleUploads(await this.connect(), folder).catch(() => undefined);
  }
}

/** In the cache: this version of an object whose name does not say what it holds. */
function versionName(key: string, etag: string): string {
  return `${key}\n${etag}`;
}
