import { AppError } from '@/lib/errors';
import type { BlobStore } from './blob-store';
import { damagedBlob, hashInName, sha256Of } from './hashed-key';

/** Writes a blob under a name that others can tell without a row that keeps it; its sha256 lies beside it. */
export async function putChecked(blobs: BlobStore, key: string, bytes: Uint8Array): Promise<void> {
  await blobs.put(key, bytes);
  await blobs.put(checksumKey(key), Buffer.from(sha256Of(bytes)));
}

/**
 * A blob, checked against its name or against the checksum beside it; older ones have neither.
 *
 * @throws AppError `not-found`; `unavailable`, naming it, where it is damaged
 */
export async function getChecked(blobs: BlobStore, key: string): Promise<Buffer> {
  const bytes = await blobs.get(key);
  if (hashInName(key) !== null) return bytes;
  const checksum = await checksumOf(blobs, key);
  if (checksum !== null && checksum !== sha256Of(bytes)) throw damagedBlob(key);
  return bytes;
}

async function checksumOf(blobs: BlobStore, key: string): Promise<string | null> {
  try {
    return (await blobs.get(checksumKey(key))).toString('utf8');
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}

function checksumKey(key: string): string {
  return `${key}.sha256`;
}
