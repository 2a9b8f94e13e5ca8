import { join } from 'node:path';
import type { Environment } from '../env';
import { BlobCache } from './blob-cache';
import type { BlobStore } from './blob-store';
import { DiskBlobStore } from './disk-blob-store';
import { S3BlobStore } from './s3/s3-blob-store';

/** The store that the settings name. Nothing is touched before its first use. */
export function openBlobStore(env: Environment): BlobStore {
  if (env.blobs.kind === 'disk') return new DiskBlobStore(env.blobs.folder ?? join(env.dataFolder, 'blobs'));
  return new S3BlobStore(env.blobs, new BlobCache(join(env.dataFolder, 'blob-cache'), env.blobCacheBytes));
}
