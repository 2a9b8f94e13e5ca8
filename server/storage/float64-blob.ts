import { encodeNpy } from '../datasets/formats/npy-encode';
import type { BlobStore } from './blob-store';

/** Writes float64 values as a `.npy`: for what must come back exactly, which matrices in float32 do not. */
export async function putFloat64(
  blobs: BlobStore,
  key: string,
  data: Float64Array,
  shape: readonly number[],
): Promise<void> {
  await blobs.put(key, encodeNpy(data, shape));
}

/** The values that `putFloat64` wrote, row-major. @throws AppError `not-found` */
export async function getFloat64(blobs: BlobStore, key: string): Promise<Float64Array> {
  const bytes = await blobs.get(key);
  const dataOffset = 10 + bytes.readUInt16LE(8);
  return new Float64Array(Uint8Array.from(bytes.subarray(dataOffset)).buffer);
}
