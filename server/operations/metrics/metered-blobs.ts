import type { Readable } from 'node:stream';
import { toAppError } from '@/lib/errors';
import type { BlobStore, ListedBlob } from '../../storage/blob-store';
import type { Metrics } from './metrics';

/** A blob store whose operations are counted and timed. Streams count until they begin. */
export function meteredBlobs(blobs: BlobStore, { blobs: durations }: Metrics): BlobStore {
  async function timed<Result>(operation: string, work: Promise<Result>): Promise<Result> {
    const end = durations.startTimer({ operation });
    try {
      const result = await work;
      end({ outcome: 'done' });
      return result;
    } catch (error) {
      end({ outcome: toAppError(error).code === 'not-found' ? 'not-found' : 'failed' });
      throw error;
    }
  }
  return {
    put: (key: string, bytes: Uint8Array | Readable) => timed('put', blobs.put(key, bytes)),
    get: (key) => timed('get', blobs.get(key)),
    stream: (key, range) => timed('stream', blobs.stream(key, range)),
    localFile: (key) => timed('local-file', blobs.localFile(key)),
    exists: (key) => timed('exists', blobs.exists(key)),
    list: (prefix?: string): AsyncIterable<ListedBlob> => blobs.list(prefix),
    removeAll: (prefix) => timed('remove', blobs.removeAll(prefix)),
  };
}
