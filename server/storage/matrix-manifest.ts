import { z } from 'zod';
import type { BlobStore } from './blob-store';
import { damagedBlob, sha256Of } from './hashed-key';
import { matrixShardSchema } from './matrix-store';
import type { MatrixManifest } from './matrix-store';

const manifestSchema = z.object({
  schema: z.literal('winnow.matrix/1'),
  rows: z.number().int().nonnegative(),
  columns: z.number().int().nonnegative(),
  shards: z.array(matrixShardSchema),
});
/** of the rest, as it is written; older manifests have none */
const sealSchema = z.object({ sha256: z.string().optional() });

export async function putManifest(blobs: BlobStore, prefix: string, manifest: MatrixManifest): Promise<void> {
  const sealed = { ...manifest, sha256: sealOf(manifest) };
  await blobs.put(keyOf(prefix), Buffer.from(JSON.stringify(sealed)));
}

/** @throws AppError `not-found`; `unavailable`, naming it, where the manifest is damaged */
export async function getManifest(blobs: BlobStore, prefix: string): Promise<MatrixManifest> {
  const key = keyOf(prefix);
  const bytes = await blobs.get(key);
  const { manifest, sha256 } = parse(key, bytes);
  const rows = manifest.shards.reduce((sum, shard) => sum + shard.rows, 0);
  const intact = sha256 === undefined || sha256 === sealOf(manifest);
  if (!intact || rows !== manifest.rows) throw damagedBlob(key);
  return manifest;
}

function parse(key: string, bytes: Buffer) {
  try {
    const written: unknown = JSON.parse(bytes.toString('utf8'));
    return { manifest: manifestSchema.parse(written), sha256: sealSchema.parse(written).sha256 };
  } catch (error) {
    throw damagedBlob(key, error);
  }
}

/** Spelled out, so that the order of its parts is always the same. */
function sealOf({ schema, rows, columns, shards }: MatrixManifest): string {
  const parts = shards.map((shard) => ({ key: shard.key, rows: shard.rows, sha256: shard.sha256 }));
  return sha256Of(Buffer.from(JSON.stringify({ schema, rows, columns, shards: parts })));
}

function keyOf(prefix: string): string {
  return `${prefix}/manifest.json`;
}
