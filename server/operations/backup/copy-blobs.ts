import { toAppError } from '@/lib/errors';
import type { BlobStore, ListedBlob } from '../../storage/blob-store';
import type { BlobReferences } from '../blobs/blob-references';
import { BLOB_FOLDER } from './archive-format';
import type { ArchiveWriter } from './archive-writer';

/** How often the reading of one blob is taken up again where it broke off. */
const RESUMES = 4;

/**
 * Adds the blobs that are needed and not in the archive yet.
 *
 * @param archived keys that are in the archive; those added are added to it
 * @returns needed blobs that were not there
 */
export async function copyBlobs(
  blobs: BlobStore,
  references: BlobReferences,
  archive: ArchiveWriter,
  archived: Set<string>,
): Promise<Set<string>> {
  for (const projectId of references.projectIds) {
    for await (const blob of blobs.list(`projects/${projectId}`)) {
      if (archived.has(blob.key) || !references.has(blob.key)) continue;
      // Whether what went in the meantime matters, the next look at the rows says.
      if (await copyBlob(blobs, blob, archive)) archived.add(blob.key);
    }
  }
  return new Set([...references.required].filter((key) => !archived.has(key)));
}

async function copyBlob(
  blobs: BlobStore,
  { key, bytes }: ListedBlob,
  archive: ArchiveWriter,
): Promise<boolean> {
  const chunks = readWhole(blobs, key, bytes);
  // The entry begins once there is something to put into it: what was begun cannot be taken back.
  const first = await chunks.next().catch((error: unknown) => {
    if (toAppError(error).code === 'not-found') return null;
    throw error;
  });
  if (first === null) return false;
  async function* all(): AsyncGenerator<Uint8Array> {
    if (first?.done === false) yield first.value;
    yield* chunks;
  }
  await archive.addStream(`${BLOB_FOLDER}${key}`, bytes, all());
  return true;
}

async function* readWhole(blobs: BlobStore, key: string, bytes: number): AsyncGenerator<Uint8Array> {
  let done = 0;
  for (let resumes = 0; ; resumes++) {
    try {
      const stream = await blobs.stream(key, done === 0 ? undefined : { start: done, end: bytes });
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        done += chunk.byteLength;
        yield chunk;
      }
      return;
    } catch (error) {
      if (toAppError(error).code === 'not-found' || resumes === RESUMES) throw error;
    }
  }
}
