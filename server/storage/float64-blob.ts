import { encodeNpy } from '../datasets/formats/npy-encode';
import type { BlobStore } from './blob-store';
import { getChecked, putChecked } from './checked-blob';
import { hashedKey } from './hashed-key';

/** Writes float64 values as a `.npy`: for what must come back exactly, which matrices in float32 do not. */
export async function putFloat64(
  blobs: BlobStore,
  key: string,
  data: Float64Array,
  shape: readonly number[],
): Promise<void> {
  await putChecked(blobs, key, encodeNpy(data, shape));
}

/** The same under a name that carries the hash; the key, for a row to keep. */
export async function putHashedFloat64(
  blobs: BlobStore,
  place: { readonly folder: string; readonly name: string },
  data: Float64Array,
  shape: readonly number[],
): Promise<string> {
  const bytes = encodeNpy(data, shape);
  const key = hashedKey(place.folder, place.name, 'npy', bytes);
  await blobs.put(key, bytes);
  return key;
}

/** The values that were written, row-major. @throws AppError `not-found`; `unavailable` where the bytes are damaged */
export async function getFloat64(blobs: BlobStore, key: string): Promise<Float64Array> {
  const bytes = await getChecked(blobs, key);
  const dataOffset = 10 + bytes.readUInt16LE(8);
  return new Float64Array(Uint8Array.from(bytes.subarray(dataOffset)).buffer);
}
