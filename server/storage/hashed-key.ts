import { createHash } from 'node:crypto';
import { AppError } from '@/lib/errors';

const HASH_IN_NAME = /-([0-9a-f]{64}|[0-9a-f]{16})\.[a-z0-9]+$/;

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A key whose last part carries the sha256 of the bytes: nothing else can ever stand under it unnoticed. */
export function hashedKey(folder: string, name: string, extension: string, bytes: Uint8Array): string {
  return `${folder}/${name}-${sha256Of(bytes)}.${extension}`;
}

/** The sha256, or its first 16 digits, that the name of a blob carries; null for a name without one. */
export function hashInName(key: string): string | null {
  return HASH_IN_NAME.exec(key)?.[1] ?? null;
}

/** @throws AppError `internal` where the name of the blob carries a hash and the bytes have another */
export function checkAgainstName(key: string, bytes: Uint8Array): void {
  const hash = hashInName(key);
  if (hash !== null && !sha256Of(bytes).startsWith(hash)) throw damagedBlob(key);
}

/** A stored file whose bytes are not those that were written. */
export class DamagedBlobError extends AppError {}

export function damagedBlob(key: string, cause?: unknown): AppError {
  return new DamagedBlobError(
    'unavailable',
    `The stored file “${key}” is damaged: its bytes are not those that were written.`,
    'If it was computed (features, scores, a model, a report), start it again: it is made anew. If it holds originals, restore it from a backup or ingest them again.',
    { cause },
  );
}
