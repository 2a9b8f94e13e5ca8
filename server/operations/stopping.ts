/** Bundles may hold this module several times, and `server/web.mjs` is none of them; the process ends once. */
const shared = globalThis as typeof globalThis & { winnowStopping?: AbortController };

/** Aborted once this process was told to end: what never ends by itself ends then, and readiness says no. */
export function stopping(): AbortSignal {
  shared.winnowStopping ??= new AbortController();
  return shared.winnowStopping.signal;
}

export function beginStopping(): void {
  stopping();
  shared.winnowStopping?.abort();
}
