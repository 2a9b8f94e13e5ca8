import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@/lib/errors';

/**
 * A folder and those above it, one by one: Node's own recursive mkdir tries again for ever where a file system has a folder
 * but lets nobody make one in it and calls that “not there”, as Linux does of /proc.
 */
export async function makeFolders(folder: string): Promise<void> {
  if (await stat(folder).catch(() => null)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolders(parent);
  try {
    await mkdir(folder);
  } catch (error) {
    // somebody else made it meanwhile
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Says that the disk did not let a result be written. */
export function unwritable(path: string, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    `${path} cannot be written (${codeOf(cause) ?? String(cause)}).`,
    'Name another place for the output.',
    { cause },
  );
}

/** What the system calls an error of its own; null for any other. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
