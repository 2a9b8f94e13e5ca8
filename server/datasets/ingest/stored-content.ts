import type { BlobStore } from '../../storage/blob-store';
import { stretchReference } from '../../storage/blob-reference';
import type { NewExample } from '../ingest.repository';
import { BlobPack } from './blob-pack';
import type { CandidateImage, CandidateText } from './candidate';

/** What a row says of its content: where the bytes are, and what lists show of them without reading them. */
export type StoredContent = Pick<
  NewExample,
  'originalBlob' | 'thumbnailBlob' | 'width' | 'height' | 'excerpt' | 'characters' | 'encoding'
>;

export const NO_CONTENT: StoredContent = {
  originalBlob: null,
  thumbnailBlob: null,
  width: null,
  height: null,
  excerpt: null,
  characters: null,
  encoding: null,
};

/** Writes the originals and thumbnails, or the texts, of one batch as one pack. */
export async function storeContents(
  blobs: BlobStore,
  place: { readonly folder: string; readonly number: number },
  contents: readonly (CandidateImage | CandidateText)[],
): Promise<StoredContent[]> {
  if (contents.length === 0) return [];
  const pack = new BlobPack();
  const places = contents.map((content) => {
    if (content.kind === 'text') return { original: pack.add(content.bytes), thumbnail: null };
    const original = pack.add(content.original);
    return { original, thumbnail: content.thumbnail ? pack.add(content.thumbnail) : original };
  });
  const key = await pack.write(blobs, place.folder, place.number);
  return contents.map((content, index) => {
    const { original = [0, 0], thumbnail = null } = places[index] ?? {};
    return {
      ...NO_CONTENT,
      ...factsOf(content),
      originalBlob: stretchReference(key, ...original),
      thumbnailBlob: thumbnail && stretchReference(key, ...thumbnail),
    };
  });
}

function factsOf(content: CandidateImage | CandidateText): Partial<StoredContent> {
  if (content.kind === 'image') return { width: content.width, height: content.height };
  const { excerpt, characters, encoding } = content;
  return { excerpt, characters, encoding };
}
