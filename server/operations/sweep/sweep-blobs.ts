import type { Query } from '../../db/query';
import type { BlobStore, ListedBlob } from '../../storage/blob-store';
import { readBlobReferences } from '../blobs/blob-references';
import { PROBE_FOLDER } from '../readiness';

interface BlobAges {
  /** of what no row refers to */
  readonly orphanMs: number;
  /** of files that people uploaded and nothing was made of */
  readonly uploadMs: number;
}

export interface SweptBlobs {
  readonly count: number;
  readonly bytes: number;
}

const UPLOAD = /^projects\/[^/]+\/uploads\//;
/** What Winnow writes lies here; whatever else somebody keeps in the same place is theirs. */
const OURS = new RegExp(`^(projects|${PROBE_FOLDER})/`);

/**
 * Removes blobs that are old and that no row refers to.
 *
 * The blobs are listed first and the rows read afterwards: what is referred to between the two is seen. What is written
 * before its row (a selection, a training set) is kept by its age; what a stage at work writes, by the stage's row.
 */
export async function sweepBlobs(
  { query, blobs }: { readonly query: Query; readonly blobs: BlobStore },
  ages: BlobAges,
  options: { readonly now: Date; readonly dryRun: boolean },
): Promise<SweptBlobs> {
  const old: ListedBlob[] = [];
  for await (const blob of blobs.list()) {
    const age = options.now.getTime() - blob.modifiedAt.getTime();
    const limit = UPLOAD.test(blob.key) ? ages.uploadMs : ages.orphanMs;
    if (OURS.test(blob.key) && age > limit) old.push(blob);
  }
  const references = await readBlobReferences(query, blobs);
  const orphans = old.filter(({ key }) => !references.has(key));
  if (!options.dryRun) for (const { key } of orphans) await blobs.removeAll(key);
  return { count: orphans.length, bytes: orphans.reduce((sum, { bytes }) => sum + bytes, 0) };
}
