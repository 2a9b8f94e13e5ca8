import { z } from 'zod';
import type { BlobStore } from '../../storage/blob-store';
import { stretchReference } from '../../storage/blob-reference';
import { BlobPack } from './blob-pack';
import type { Stretch } from './blob-pack';
import { NO_CONTENT } from './stored-content';
import type { StoredContent } from './stored-content';

const stretchSchema = z.tuple([z.number(), z.number()]);

/** An image that was found sound, and where in the pack of its batch its bytes are. */
const examinedImageSchema = z.object({
  path: z.string(),
  /** sha256 of the original */
  contentHash: z.string(),
  original: stretchSchema,
  thumbnail: stretchSchema,
  width: z.number(),
  height: z.number(),
});
export type ExaminedImage = Readonly<z.infer<typeof examinedImageSchema>>;

const problemSchema = z.object({ path: z.string(), code: z.string(), reason: z.string() });

/** Some files of a source, one after the other, and the pack that holds those that were found sound. */
export const examinedBatchSchema = z.object({
  /** position of the first of them in the source */
  first: z.number(),
  /** null where none was */
  pack: z.string().nullable(),
  bytes: z.number(),
  files: z.array(z.union([examinedImageSchema, problemSchema])),
});
export type ExaminedBatch = Readonly<z.infer<typeof examinedBatchSchema>>;

/** A pack of which more than this share became no example is written anew without that. */
const SPARED_SHARE = 1 / 8;

interface KeptPack {
  readonly contents: readonly StoredContent[];
  /** a pack that nothing refers to once the rows are written */
  readonly obsolete: string | null;
}

/** Where the bytes of those images of a batch are that become examples. */
export async function keepAccepted(
  blobs: BlobStore,
  folder: string,
  batch: ExaminedBatch,
  accepted: readonly ExaminedImage[],
): Promise<KeptPack> {
  const { pack } = batch;
  if (pack === null || accepted.length === 0) return { contents: [], obsolete: pack };
  const used = accepted.reduce(
    (sum, { original, thumbnail }) => sum + lengthOf(original) + lengthOf(thumbnail),
    0,
  );
  if (batch.bytes - used <= SPARED_SHARE * batch.bytes) {
    return { contents: accepted.map((image) => contentOf(pack, image)), obsolete: null };
  }
  const bytes = await blobs.get(pack);
  const fewer = new BlobPack();
  const moved = accepted.map((image) => ({
    ...image,
    original: fewer.add(bytes.subarray(...image.original)),
    thumbnail: fewer.add(bytes.subarray(...image.thumbnail)),
  }));
  const key = await fewer.write(blobs, folder, batch.first);
  return { contents: moved.map((image) => contentOf(key, image)), obsolete: pack };
}

function contentOf(
  key: string,
  {
    original,
    thumbnail,
    width,
    height,
  }: Omit<ExaminedImage, 'original' | 'thumbnail'> & {
    original: Stretch;
    thumbnail: Stretch;
  },
): StoredContent {
  return {
    ...NO_CONTENT,
    originalBlob: stretchReference(key, ...original),
    thumbnailBlob: stretchReference(key, ...thumbnail),
    width,
    height,
  };
}

function lengthOf([start, end]: Stretch): number {
  return end - start;
}
