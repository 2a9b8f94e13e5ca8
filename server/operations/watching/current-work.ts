import { AsyncLocalStorage } from 'node:async_hooks';
import type { ErrorCode } from '@/lib/errors';

/** What is being done, so that whatever it calls can say for whom. Filled in as more of it is known. */
export interface CurrentWork {
  requestId?: string;
  userId?: string;
  projectId?: string;
  procedure?: string;
  jobId?: string;
  part?: string;
  /** why it was not done, where that lies with whoever asked */
  refused?: ErrorCode;
  /** which field of an input was not as it must be, and by which rule */
  invalid?: string;
  /** where spans of what it does belong (W3C Trace Context) */
  traceId?: string;
  spanId?: string;
  parentSpanId?: string | undefined;
}

/** Bundles may hold this module several times, and `server/watched-requests.mjs` is in none; the process has one. */
const shared = globalThis as typeof globalThis & { winnowWork?: AsyncLocalStorage<CurrentWork> };
const storage = (shared.winnowWork ??= new AsyncLocalStorage());

export function currentWork(): Readonly<CurrentWork> {
  return storage.getStore() ?? {};
}

/** Adds to what is known of the work at hand. Nothing where there is none, as in tests and commands. */
export function noteWork(facts: CurrentWork): void {
  const work = storage.getStore();
  if (work) Object.assign(work, facts);
}

const OWN_FAULTS: readonly ErrorCode[] = ['cancelled', 'unavailable', 'internal'];
const MAX_LENGTH = 120;

/** What was refused, and what was wrong with it, stands in the request's line of the log: who tries a door shows there. */
export function noteRefusal(code: ErrorCode, invalid?: string): void {
  if (OWN_FAULTS.includes(code)) return;
  noteWork({ refused: code, ...(invalid !== undefined && { invalid: invalid.slice(0, MAX_LENGTH) }) });
}

export function doingWork<Result>(facts: CurrentWork, work: () => Promise<Result>): Promise<Result> {
  return storage.run(facts, work);
}
