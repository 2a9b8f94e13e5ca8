import type { z } from 'zod';
import type { BlobStore } from '../../storage/blob-store';
import { hashedKey } from '../../storage/hashed-key';

/** What workers tell each other that is too much for a row. @returns its key */
export async function putScratch(
  blobs: BlobStore,
  folder: string,
  name: string,
  value: unknown,
): Promise<string> {
  const bytes = Buffer.from(JSON.stringify(value));
  const key = hashedKey(folder, name, 'json', bytes);
  await blobs.put(key, bytes);
  return key;
}

export async function getScratch<Value>(
  blobs: BlobStore,
  key: string,
  schema: z.ZodType<Value>,
): Promise<Value> {
  return schema.parse(JSON.parse((await blobs.get(key)).toString('utf8')));
}
