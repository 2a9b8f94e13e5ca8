import { createHash } from 'node:crypto';
import type { BlobStore } from '../../storage/blob-store';
import { stretchReference } from '../../storage/blob-reference';
import type { CandidateImage } from './candidate';

export interface PackedImage {
  readonly originalBlob: string;
  readonly thumbnailBlob: string;
}

/**
 * Writes the originals and thumbnails of one batch as one blob: a synced file each would take longer than reading them.
 * The name holds a hash of the bytes, so that a batch written again after a crash never changes what rows refer to.
 */
export async function writeImagePack(
  blobs: BlobStore,
  folder: string,
  number: number,
  images: readonly CandidateImage[],
): Promise<PackedImage[]> {
  const parts: Buffer[] = [];
  let offset = 0;
  const place = (bytes: Buffer) => {
    parts.push(bytes);
    offset += bytes.length;
    return [offset - bytes.length, offset] as const;
  };
  const places = images.map(({ original, thumbnail }) => {
    const originalPlace = place(original);
    return { original: originalPlace, thumbnail: thumbnail ? place(thumbnail) : originalPlace };
  });
  const pack = Buffer.concat(parts);
  const hash = createHash('sha256').update(pack).digest('hex').slice(0, 16);
  const key = `${folder}/${String(number).padStart(6, '0')}-${hash}.pack`;
  await blobs.put(key, pack);
  return places.map(({ original, thumbnail }) => ({
    originalBlob: stretchReference(key, ...original),
    thumbnailBlob: stretchReference(key, ...thumbnail),
  }));
}
