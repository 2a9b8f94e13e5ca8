import { AppError } from '@/lib/errors';

let watching = 0;

/**
 * hyparquet reads columns side by side, and of a damaged file forgets some of those that fail: such a rejection, which
 * nobody can catch, would end the process. While a file is read they are passed over; the reading itself fails aloud.
 */
export async function overlookForgotten<Result>(read: () => Promise<Result>): Promise<Result> {
  if (watching++ === 0) process.on('unhandledRejection', passOver);
  try {
    return await read();
  } finally {
    // What is forgotten is told of only once everything that waits has run.
    setImmediate(() => setImmediate(stopWatching));
  }
}

function stopWatching(): void {
  if (--watching === 0) process.off('unhandledRejection', passOver);
}

function passOver(reason: unknown): void {
  const isOfParser = reason instanceof Error && /[\\/]hyparquet/.test(reason.stack ?? '');
  // Of ours: what the file was asked for is not in it.
  if (!isOfParser && !(reason instanceof AppError)) throw reason;
}
