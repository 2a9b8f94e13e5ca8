const MINUTE_MS = 60_000;

/**
 * How often each key may ask: so many times a minute, all at once if it likes, and then again at that pace (the generic
 * cell rate algorithm, which keeps one moment a key). In memory: one process answers the HTTP API, and a count in the
 * database would make every read a write. A restart forgives what was asked before it.
 */
export class RequestRate {
  private readonly paceMs: number;
  /** when all that a key asked would have been, had it kept the pace; no more of them than keys that ever worked */
  private readonly keptUntil = new Map<string, number>();

  constructor(readonly perMinute: number) {
    this.paceMs = MINUTE_MS / perMinute;
  }

  /** Counts a request. @returns milliseconds to wait; 0 where it may go on. What must wait is not counted. */
  take(keyId: string, nowMs: number): number {
    const until = Math.max(this.keptUntil.get(keyId) ?? 0, nowMs) + this.paceMs;
    // a pace made of a fraction must not cost the last of a minute's requests
    const waitMs = Math.floor(until - nowMs - MINUTE_MS);
    if (waitMs > 0) return waitMs;
    this.keptUntil.set(keyId, until);
    return 0;
  }
}
