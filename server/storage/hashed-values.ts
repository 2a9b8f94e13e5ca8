import { createHash } from 'node:crypto';
import { encodeNpy } from '../datasets/formats/npy-encode';
import type { BlobStore } from './blob-store';

/** Writes float64 values under a name of their hash, so that equal values have one name; read by `getFloat64`. */
export async function putHashed(blobs: BlobStore, folder: string, values: Float64Array): Promise<string> {
  const bytes = encodeNpy(values, [values.length]);
  const key = `${folder}/${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}.npy`;
  await blobs.put(key, bytes);
  return key;
}
