import { buffer } from 'node:stream/consumers';
import { AppError } from '@/lib/errors';
import type { BlobStore } from './blob-store';

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

/** The bytes that a reference names. @throws AppError `not-found` */
export async function readReference(blobs: BlobStore, reference: string): Promise<Buffer> {
  const { key, start, end } = parseReference(reference);
  if (start === undefined || end === undefined) return blobs.get(key);
  const bytes = await buffer(await blobs.stream(key, { start, end }));
  if (bytes.length === end - start) return bytes;
  throw new AppError('internal', `The blob “${key}” is shorter than its reference says.`);
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
