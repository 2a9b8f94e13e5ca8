import { AppError } from '@/lib/errors';
import { isDatabaseFull } from '../db/database-away';

const RETRY_AFTER_SECONDS = 10;

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** Work that meets it waits and goes on by itself. */
export function diskFull(remedy: string, cause: unknown, where = 'The disk'): AppError {
  const goesOn = `${remedy} Work goes on by itself once there is room.`;
  return new AppError('unavailable', `${where} is full.`, goesOn, {
    cause,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** The same error, or, where a disk of this machine or the database's was full, one that says so and may be asked again. */
export function orDiskFull(error: unknown): unknown {
  if (isDatabaseFull(error))
    return diskFull('Make room where PostgreSQL keeps its data.', error, 'The disk of the database');
  return isDiskFull(error) ? diskFull('Make room on it, or for temporary files.', error) : error;
}
