import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { AppError } from '@/lib/errors';

/** Opens a file for reading. @throws AppError `bad-input` naming the file where there is none or it may not be read */
export async function openForReading(path: string, name: string): Promise<FileHandle> {
  try {
    const handle = await open(path, constants.O_RDONLY);
    const information = await handle.stat();
    if (information.isFile()) return handle;
    await handle.close();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new AppError(
      'bad-input',
      missing ? `${name}: there is no such file.` : `${name}: the file cannot be opened (${code}).`,
      missing ? 'Check the path.' : 'Check that Winnow may read it.',
      { cause: error },
    );
  }
  throw new AppError('bad-input', `${name}: this is not a file.`, 'Name a file, not a folder.');
}

/** Exactly `length` bytes from `position`, in memory of their own (aligned for every typed array). */
export async function readExactly(
  handle: FileHandle,
  position: number,
  length: number,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(new ArrayBuffer(length));
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) throw truncated(name, position + length, position + filled);
    filled += bytesRead;
  }
  return bytes;
}

/** At most `length` bytes from the start of the file. */
export async function readHead(path: string, length: number, name: string): Promise<Buffer> {
  const handle = await openForReading(path, name);
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export function truncated(name: string, expectedBytes: number, actualBytes: number): AppError {
  return new AppError(
    'bad-input',
    `${name} is cut off: it should hold ${expectedBytes} bytes and ends after ${actualBytes}.`,
    'Copy or download the file again.',
  );
}
