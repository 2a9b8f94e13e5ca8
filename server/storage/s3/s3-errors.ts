import { AppError } from '@/lib/errors';
import type { S3Place } from '../blob-place';
import { httpStatusOf, isNotFound, isPassing, nameOf } from './s3-retries';

const RETRY_AFTER_SECONDS = 10;

export function blobNotFound(key: string, cause?: unknown): AppError {
  return new AppError('not-found', `There is no blob “${key}”.`, '', { cause });
}

/** What the client threw as an AppError that says what to do. */
export function asBlobError(error: unknown, place: S3Place, key: string): AppError {
  if (error instanceof AppError) return error;
  if (isNotFound(error)) return blobNotFound(key, error);
  const server = `The S3 server (${place.endpoint ?? `Amazon, ${place.region ?? 'region of the profile'}`})`;
  const { says, remedy, passes = isPassing(error) } = explain(error, place);
  return new AppError('unavailable', `${server} ${says}`, remedy, {
    cause: error,
    retryAfterSeconds: passes ? RETRY_AFTER_SECONDS : null,
  });
}

interface Explanation {
  readonly says: string;
  readonly remedy: string;
  /** left out where the status tells whether the same may work later */
  readonly passes?: boolean;
}

function explain(error: unknown, place: S3Place): Explanation {
  const name = nameOf(error);
  const status = httpStatusOf(error);
  if (name === 'NoSuchBucket') {
    const remedy = 'Make the bucket, or mend WINNOW_BLOBS.';
    return { says: `has no bucket “${place.bucket}”.`, remedy };
  }
  if (name === 'CredentialsProviderError') {
    return {
      says: 'cannot be asked without keys.',
      remedy: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role.',
    };
  }
  if (name === 'RequestTimeTooSkewed') {
    return {
      says: 'refuses requests of this machine’s time.',
      remedy: 'Set the clock of this machine right.',
    };
  }
  if (status === 401 || status === 403) {
    return {
      says: `refuses the keys for the bucket “${place.bucket}” (${name}).`,
      remedy: 'Check the AWS variables; the keys need to list, read, write and delete under the prefix.',
    };
  }
  if (status === 507 || name === 'QuotaExceeded' || name === 'XMinioStorageFull') {
    const remedy = 'Make room there. Work goes on by itself once there is.';
    return { says: 'is full.', remedy, passes: true };
  }
  const reason = error instanceof Error ? error.message || name : String(error);
  return {
    says: status === null ? `cannot be reached: ${reason}` : `fails (HTTP ${status}): ${reason}`,
    remedy:
      'Check that it runs and that AWS_ENDPOINT_URL and AWS_REGION name it. Work goes on by itself once it answers.',
  };
}
