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
  /** why it was not done, where whoever asked may not, or too often */
  refused?: ErrorCode;
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

const REFUSALS: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'not-found', 'too-many-requests'];

/** Who was not let in stands in the request's line of the log; what went wrong otherwise does not. */
export function noteRefusal(code: ErrorCode): void {
  if (REFUSALS.includes(code)) noteWork({ refused: code });
}

export function doingWork<Result>(facts: CurrentWork, work: () => Promise<Result>): Promise<Result> {
  return storage.run(facts, work);
}
