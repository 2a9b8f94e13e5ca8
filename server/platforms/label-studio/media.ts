import type { PlatformTask } from '../annotation-platform';
import type { HttpClient } from '../http/http-client';
import { mediaBytes } from '../http/media';

/** Storage that only Label Studio has the keys of; it redirects to an address that opens for a while. */
const CLOUD = /^(s3|gs|azure-blob):\/\//;

/** The bytes that a task shows: from Label Studio, from its storage, from the web, or out of the task itself. */
export async function taskMedia(
  client: HttpClient,
  { id, value }: PlatformTask,
  maximumBytes: number,
): Promise<Buffer> {
  if (typeof value !== 'string' || !CLOUD.test(value)) return mediaBytes(client, value, maximumBytes);
  const uri = Buffer.from(value).toString('base64url');
  return client.bytes(client.urlOf(`tasks/${id}/presign/?fileuri=${uri}`), maximumBytes);
}
