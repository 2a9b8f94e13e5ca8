import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { getChecked } from './checked-blob';
import { DamagedBlobError } from './hashed-key';

/** What a stage made, by the columns of its row; null where it makes none. */
interface StoredResults {
  readonly matrices: readonly (string | null)[];
  readonly blobs?: readonly (string | null)[];
}

/**
 * Reads everything that a stage made, shard by shard.
 *
 * @returns why it is not what was written: missing or damaged; null where it is whole
 * @throws what else keeps it from being read, such as an S3 server that is away
 */
export async function findDamage(
  { blobs, matrices }: Container,
  stored: StoredResults,
): Promise<AppError | null> {
  try {
    for (const prefix of stored.matrices) {
      if (prefix === null) continue;
      const shards = matrices.shards(prefix)[Symbol.asyncIterator]();
      while (!(await shards.next()).done);
    }
    for (const key of stored.blobs ?? []) if (key !== null) await getChecked(blobs, key);
    return null;
  } catch (error) {
    if (error instanceof DamagedBlobError) return error;
    if (error instanceof AppError && error.code === 'not-found') return error;
    throw error;
  }
}
