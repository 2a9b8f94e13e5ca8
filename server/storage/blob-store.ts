import type { Readable } from 'node:stream';

/** One blob of a listing. */
export interface ListedBlob {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** Where bytes lie (disk now, S3 by setting later). Keys are relative paths with `/`. A key, once written, never changes. */
export interface BlobStore {
  /** Writes to a temporary name, syncs, renames: the key exists whole or not at all. */
  put(key: string, bytes: Uint8Array | Readable): Promise<void>;
  /** @throws AppError `not-found` */
  get(key: string): Promise<Buffer>;
  /** All bytes, or those from `start` up to and without `end`. @throws AppError `not-found` */
  stream(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Path of a file on this machine with these bytes, to be read only. @throws AppError `not-found` */
  localFile(key: string): Promise<string>;
  exists(key: string): Promise<boolean>;
  /**
   * The blob of this name and everything under it, page by page and in no order; without a prefix all there is. What is
   * written or removed meanwhile may be among them or not. Nothing, and no error, where there is nothing.
   */
  list(prefix?: string): AsyncIterable<ListedBlob>;
  /** The blob of this name and everything under it. No error where there is nothing. */
  removeAll(prefix: string): Promise<void>;
}
