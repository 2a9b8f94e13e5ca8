import type { Readable } from 'node:stream';

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
  /** Everything under the prefix. No error where there is nothing. */
  removeAll(prefix: string): Promise<void>;
}
