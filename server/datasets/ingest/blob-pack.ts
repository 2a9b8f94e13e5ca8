import { createHash } from 'node:crypto';
import type { BlobStore } from '../../storage/blob-store';
import { stretchReference } from '../../storage/blob-reference';
import type { Candidate } from './candidate';

export interface PackedContent {
  readonly originalBlob: string;
  /** null for texts */
  readonly thumbnailBlob: string | null;
}

type Packable = Exclude<Candidate['content'], { kind: 'row' }>;

/**
 * Writes the originals and thumbnails, or the texts, of one batch as one blob: a synced file each would take longer than
 * reading them. The name holds a hash of the bytes, so that a batch written again after a crash never changes what rows
 * refer to.
 */
export async function writeBlobPack(
  blobs: BlobStore,
  folder: string,
  number: number,
  contents: readonly Packable[],
): Promise<PackedContent[]> {
  const parts: Buffer[] = [];
  let offset = 0;
  const place = (bytes: Buffer) => {
    parts.push(bytes);
    offset += bytes.length;
    return [offset - bytes.length, offset] as const;
  };
  const places = contents.map((content) => {
    if (content.kind === 'text') return { original: place(content.bytes), thumbnail: null };
    const original = place(content.original);
    return { original, thumbnail: content.thumbnail ? place(content.thumbnail) : original };
  });
  const pack = Buffer.concat(parts);
  const hash = createHash('sha256').update(pack).digest('hex').slice(0, 16);
  const key = `${folder}/${String(number).padStart(6, '0')}-${hash}.pack`;
  await blobs.put(key, pack);
  return places.map(({ original, thumbnail }) => ({
    originalBlob: stretchReference(key, ...original),
    thumbnailBlob: thumbnail && stretchReference(key, ...thumbnail),
  }));
}
