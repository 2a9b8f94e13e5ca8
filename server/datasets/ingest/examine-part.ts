import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import { IMAGES_AT_ONCE, MAX_IMAGE_BYTES } from '../../images/image-limits';
import { definePart, type PartContext } from '../../jobs/parts/part';
import { BlobPack } from './blob-pack';
import { examineFile, type ExaminedFile } from './examine-file';
import type { ExaminedBatch } from './examined-batch';
import { examinedBatchSchema } from './examined-batch';
import { entryFactsSchema } from './file-entry';
import { filesPlaceSchema, openFiles, reachesFiles } from './files-place';
import { ingestFiles } from './ingest-state';
import { mapOrdered } from './map-ordered';
import { getScratch, putScratch } from './scratch-json';

/** A pack of so many bytes is written, so that few are held. */
const PACK_BYTES = 16 * 2 ** 20;

export const listingSchema = z.array(entryFactsSchema);
export const examinedSchema = z.array(examinedBatchSchema);

const payloadSchema = z.object({
  ingestId: z.string(),
  place: filesPlaceSchema,
  /** blob that names the files */
  listing: z.string(),
  /** position of the first of them in the source */
  first: z.number(),
});
export type ExaminePayload = z.infer<typeof payloadSchema>;

/** Reads, decodes and hashes some image files, makes their thumbnails and packs both; returns the blob that says what was found. */
export const examineFilesPart = definePart({
  kind: 'examine-files',
  payload: payloadSchema,
  result: z.string(),
  dependsOnEngine: () => false,
  reaches: (container, { place }) => reachesFiles(container, place),
  run: examineFiles,
});

async function examineFiles(
  container: Container,
  { ingestId, place, listing, first }: ExaminePayload,
  { signal }: PartContext,
): Promise<string> {
  const { blobs } = container;
  const { packs, scratch } = ingestFiles(place.projectId, ingestId);
  const entries = await getScratch(blobs, listing, listingSchema);
  const files = await openFiles(container, place, MAX_IMAGE_BYTES);
  const batches: ExaminedBatch[] = [];
  let batch = new BatchInHand(first);
  const end = async () => {
    batches.push(await batch.write((pack) => pack.write(blobs, packs, batch.first)));
    batch = new BatchInHand(batch.next);
  };
  try {
    const examine = async (facts: (typeof entries)[number]) =>
      examineFile(facts.path, await files.read(facts));
    for await (const file of mapOrdered(entries, IMAGES_AT_ONCE, examine)) {
      if (signal.aborted) throw new AppError('cancelled', 'The ingest was stopped.');
      batch.add(file);
      if (batch.bytes >= PACK_BYTES) await end();
    }
    if (!batch.isEmpty) await end();
  } finally {
    await files.close();
  }
  return putScratch(blobs, scratch, `examined-${first}`, batches);
}

class BatchInHand {
  private readonly pack = new BlobPack();
  private readonly files: ExaminedBatch['files'][number][] = [];

  constructor(readonly first: number) {}

  get bytes(): number {
    return this.pack.bytes;
  }

  get isEmpty(): boolean {
    return this.files.length === 0;
  }

  /** where the next batch begins */
  get next(): number {
    return this.first + this.files.length;
  }

  add(file: ExaminedFile): void {
    if ('problem' in file) {
      const { code, reason } = file.problem;
      this.files.push({ path: file.path, code, reason });
      return;
    }
    const original = [...this.pack.add(file.original)] as [number, number];
    const thumbnail = [...this.pack.add(file.thumbnail)] as [number, number];
    this.files.push({ ...file, original, thumbnail });
  }

  async write(store: (pack: BlobPack) => Promise<string>): Promise<ExaminedBatch> {
    const { first, bytes, files } = this;
    return { first, bytes, files, pack: bytes > 0 ? await store(this.pack) : null };
  }
}
