import { toAppError } from '@/lib/errors';
import { BlobMatrixStore } from '../../storage/blob-matrix-store';
import type { BlobStore } from '../../storage/blob-store';

/** Manifests are small; so many are read at once. */
const AT_ONCE = 16;

/**
 * The blobs that matrices are made of: the manifest of each prefix and the shards that it names, wherever they lie. Of a
 * matrix without a manifest only the manifest, which is what is missing.
 */
export async function expandMatrices(blobs: BlobStore, prefixes: readonly string[]): Promise<string[]> {
  const matrices = new BlobMatrixStore(blobs);
  const keys: string[] = [];
  for (let from = 0; from < prefixes.length; from += AT_ONCE) {
    const some = prefixes.slice(from, from + AT_ONCE);
    for (const found of await Promise.all(some.map((prefix) => keysOf(matrices, prefix))))
      keys.push(...found);
  }
  return keys;
}

async function keysOf(matrices: BlobMatrixStore, prefix: string): Promise<string[]> {
  const manifest = `${prefix}/manifest.json`;
  try {
    const { shards } = await matrices.manifest(prefix);
    return [manifest, ...shards.map(({ key }) => key)];
  } catch (error) {
    if (toAppError(error).code === 'not-found') return [manifest];
    throw error;
  }
}
