import { randomBytes } from 'node:crypto';
import { toAppError } from '@/lib/errors';
import type { Query } from '../../db/query';
import type { BlobStore } from '../../storage/blob-store';
import { readBlobReferences } from '../blobs/blob-references';
import { probeBlobs } from '../readiness';
import { findingsOf } from './finding';
import type { Finding } from './finding';

const PROBE_BYTES = 8 * 2 ** 20;
const SLOW_MB_PER_S = 5;

/** Writes, reads and removes some megabytes. */
export async function checkBlobStore(blobs: BlobStore): Promise<Finding> {
  const { ok, warning, problem } = findingsOf('blobs');
  const begun = performance.now();
  try {
    await probeBlobs(blobs, randomBytes(PROBE_BYTES));
  } catch (error) {
    const { message, remedy } = toAppError(error);
    return problem(message, remedy || 'Look at WINNOW_BLOBS, its keys, and the disk or server behind it.');
  }
  const seconds = (performance.now() - begun) / 1000;
  const speed = PROBE_BYTES / 1e6 / seconds;
  const message = `written, read and removed ${PROBE_BYTES / 2 ** 20} MiB in ${seconds.toFixed(2)} s (${speed.toFixed(0)} MB/s)`;
  return speed < SLOW_MB_PER_S
    ? warning(message, 'Every stage waits for this: use a faster disk, or an object store nearby.')
    : ok(message);
}

/** Whether every blob that finished stages name is there. Lists all blobs. */
export async function checkReferences(query: Query, blobs: BlobStore): Promise<Finding> {
  const { ok, problem } = findingsOf('blobs');
  const { required } = await readBlobReferences(query, blobs);
  const missing = new Set(required);
  for await (const { key } of blobs.list()) missing.delete(key);
  if (missing.size === 0) return ok(`all ${required.size} that the database names are there`);
  const [first] = missing;
  return problem(
    `${missing.size} of ${required.size} that the database names are missing, ${first} the first`,
    'Put them back from a backup: restore it elsewhere and copy the blobs by their names.',
  );
}
