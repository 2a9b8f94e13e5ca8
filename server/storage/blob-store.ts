import type { Readable } from 'node:stream';

/** One blob of a listing. */
export interface ListedBlob {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** From `start` up to and without `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where bytes lie: on the disk, or with an S3 server. Keys are relative paths with `/`. A key, once written, never changes. */
export interface BlobStore {
  /** The key exists whole or not at all, whatever happens meanwhile, and lasts once this has returned. */
  put(key: string, bytes: Uint8Array | Readable): Promise<void>;
  /** Checked where the name carries a hash. @throws AppError `not-found`; `unavailable` where the bytes are damaged */
  get(key: string): Promise<Buffer>;
  /** All bytes, or a stretch of them. @throws AppError `not-found` */
  stream(key: string, range?: ByteRange): Promise<Readable>;
  /** Path of a file on this machine with these bytes, to be read only, and soon: it may be a copy that is not kept. @throws AppError `not-found` */
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
