import { buffer } from 'node:stream/consumers';
import { AppError } from '@/lib/errors';
import type { BlobStore } from './blob-store';
import { damagedBlob, sha256Of } from './hashed-key';

/**
 * A blob, or a stretch of one: `key` or `key#start-end` (without the byte at `end`). Small things, such as images, are
 * written many to a blob, because a synced file each would cost more than the image.
 */
export function stretchReference(key: string, start: number, end: number): string {
  return `${key}#${start}-${end}`;
}

const REFERENCE = /^([^#]+)(?:#(\d+)-(\d+))?$/;

function parseReference(reference: string): { key: string; start?: number; end?: number } {
  const [, key, start, end] = REFERENCE.exec(reference) ?? [];
  if (!key) throw new AppError('internal', `“${reference}” is not a reference to a blob.`);
  return start === undefined ? { key } : { key, start: Number(start), end: Number(end) };
}

/**
 * The bytes that a reference names, checked against their sha256 where it is known.
 *
 * @throws AppError `not-found`; `unavailable`, naming the blob, where the bytes are others
 */
export async function readReference(
  blobs: BlobStore,
  reference: string,
  sha256: string | null = null,
): Promise<Buffer> {
  const bytes = await readStretch(blobs, reference);
  if (sha256 !== null && sha256Of(bytes) !== sha256) throw damagedBlob(reference);
  return bytes;
}

async function readStretch(blobs: BlobStore, reference: string): Promise<Buffer> {
  const { key, start, end } = parseReference(reference);
  if (start === undefined || end === undefined) return blobs.get(key);
  const bytes = await buffer(await blobs.stream(key, { start, end }));
  if (bytes.length === end - start) return bytes;
  throw damagedBlob(reference);
}

/** Reads references in about the order in which they were written: a blob that holds many is read once for them all. */
export class ReferenceReader {
  private last: { readonly key: string; readonly bytes: Promise<Buffer> } | null = null;

  constructor(private readonly blobs: BlobStore) {}

  /** @throws AppError `not-found` */
  async read(reference: string): Promise<Buffer> {
    const { key, start, end } = parseReference(reference);
    if (this.last?.key !== key) this.last = { key, bytes: this.blobs.get(key) };
    return (await this.last.bytes).subarray(start, end);
  }
}
