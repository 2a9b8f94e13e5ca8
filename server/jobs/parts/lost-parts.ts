import type { ErrorView } from '@/lib/contracts/job';
import type { DatabaseClient } from '../../db/client';
import { releasePartsOf, releaseStaleParts } from './parts.repository';

/** Workers that a part may lose before its job fails; most often it was not the part's doing. */
const LOST_LIMIT = 10;
export const STALE_SECONDS = 15;

const KILLED: ErrorView = {
  code: 'unavailable',
  message: `The worker ended ${LOST_LIMIT} times while it did one part of this.`,
  remedy: 'The machine may lack memory; the log of the worker has the details.',
};
const LIMIT = { failures: LOST_LIMIT, error: KILLED };

/** Parts whose worker has been silent for too long wait for another one. */
export function giveBackStaleParts(db: DatabaseClient): Promise<number> {
  return releaseStaleParts(db, STALE_SECONDS, LIMIT);
}

/** The same at once, where a worker has certainly ended. */
export function giveBackPartsOf(db: DatabaseClient, worker: string): Promise<number> {
  return releasePartsOf(db, worker, LIMIT);
}
