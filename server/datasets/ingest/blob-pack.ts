import { createHash } from 'node:crypto';
import type { BlobStore } from '../../storage/blob-store';

/** From the first byte of a pack to the one after the last. */
export type Stretch = readonly [start: number, end: number];

/**
 * Many small contents as one blob: a synced file each would take longer than reading them. The name holds a hash of the
 * bytes, so that a pack written again after a crash never changes what rows refer to.
 */
export class BlobPack {
  private readonly parts: Buffer[] = [];
  private length = 0;

  get bytes(): number {
    return this.length;
  }

  add(content: Buffer): Stretch {
    const start = this.length;
    this.parts.push(content);
    this.length += content.length;
    return [start, this.length];
  }

  /** @returns its key */
  async write(blobs: BlobStore, folder: string, number: number): Promise<string> {
    const pack = Buffer.concat(this.parts);
    const hash = createHash('sha256').update(pack).digest('hex').slice(0, 16);
    const key = `${folder}/${String(number).padStart(6, '0')}-${hash}.pack`;
    await blobs.put(key, pack);
    return key;
  }
}
