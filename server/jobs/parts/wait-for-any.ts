import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Until one of these has ended, or for this long, or until the signal. Leaves no timer and no listener behind; not by
 * `AbortSignal.any`, of which a signal that lives as long as its process keeps a little each time.
 */
export async function waitForAny(
  milliseconds: number,
  signal: AbortSignal,
  promises: Iterable<Promise<void>>,
): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const waited = sleep(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([waited, ...promises]);
  end();
  signal.removeEventListener('abort', end);
}
