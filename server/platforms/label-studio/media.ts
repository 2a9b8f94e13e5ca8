import { AppError } from '@/lib/errors';
import type { PlatformTask } from '../annotation-platform';
import type { LabelStudioClient } from './client';

/** Storage that only Label Studio has the keys of; it redirects to an address that opens for a while. */
const CLOUD = /^(s3|gs|azure-blob):\/\//;
const DATA_URL = /^data:[^,]*;base64,(.*)$/s;

/** The bytes that a task shows: from Label Studio, from its storage, from the web, or out of the task itself. */
export async function mediaBytes(
  client: LabelStudioClient,
  task: PlatformTask,
  maximumBytes: number,
): Promise<Buffer> {
  const { value } = task;
  if (typeof value !== 'string' || value === '') {
    throw new AppError('bad-input', 'The task names no file.');
  }
  const inside = DATA_URL.exec(value);
  if (inside) return Buffer.from(inside[1] ?? '', 'base64');
  if (CLOUD.test(value)) {
    const uri = Buffer.from(value).toString('base64url');
    return client.bytes(client.urlOf(`tasks/${task.id}/presign/?fileuri=${uri}`), maximumBytes);
  }
  if (URL.canParse(value)) return client.bytes(new URL(value), maximumBytes);
  return client.bytes(client.urlOf(value), maximumBytes);
}
