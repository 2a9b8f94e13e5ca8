import { AppError } from '@/lib/errors';
import type { HttpClient } from './http-client';

const DATA_URL = /^data:[^,]*;base64,(.*)$/s;

/** The bytes that a task's value stands for: in itself, on the platform, or on the web. @throws AppError */
export async function mediaBytes(client: HttpClient, value: unknown, maximumBytes: number): Promise<Buffer> {
  if (typeof value !== 'string' || value === '') {
    throw new AppError('bad-input', 'The task names no file.');
  }
  const inside = DATA_URL.exec(value)?.[1];
  if (inside !== undefined) return decoded(inside, maximumBytes);
  return client.bytes(URL.canParse(value) ? new URL(value) : client.urlOf(value), maximumBytes);
}

export function toDataUrl(bytes: Buffer, contentType: string): string {
  return `data:${contentType};base64,${bytes.toString('base64')}`;
}

function decoded(base64: string, maximumBytes: number): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length <= maximumBytes) return bytes;
  throw new AppError('too-large', `The task holds more than ${maximumBytes} bytes.`);
}
