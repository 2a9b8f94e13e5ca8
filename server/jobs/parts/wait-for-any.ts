import { setTimeout as sleep } from 'node:timers/promises';

/** Until one of these has ended, or for this long, or until the signal. Leaves no timer and no listener behind. */
export async function waitForAny(
  milliseconds: number,
  signal: AbortSignal,
  promises: Iterable<Promise<void>>,
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const waited = sleep(milliseconds, undefined, { signal: either }).catch(() => undefined);
  await Promise.race([waited, ...promises]);
  over.abort();
}
