import { AppError } from '@/lib/errors';

/** Part of a key: no dots at its start, so that `.` and `..` cannot be, and temporary names stay apart. */
const KEY_PART = /^[A-Za-z0-9_][A-Za-z0-9_.@=+-]*$/;

/** @throws AppError `internal` for a key that could leave the store's folder; keys are made by us, never by users */
export function checkBlobKey(key: string): void {
  if (key.length <= 900 && key.split('/').every((part) => part.length <= 200 && KEY_PART.test(part))) return;
  throw new AppError('internal', `“${key.slice(0, 200)}” is not a key of the blob store.`);
}
