import type { S3ClientConfig } from '@aws-sdk/client-s3';

export interface Patience {
  /** tries of one request, or of the rest of a body */
  readonly attempts: number;
  /** before the second try; doubled before each further one */
  readonly firstDelayMs: number;
  /** without one byte in either direction */
  readonly silenceMs: number;
  readonly connectMs: number;
}

/** Some 10 s of refusals, after which the job is given back to the queue and tried again by itself. */
export const PATIENCE: Patience = { attempts: 7, firstDelayMs: 200, silenceMs: 30_000, connectMs: 5_000 };

/** Between half and all of the doubled delay, so that many clients do not come back at once. */
export function delayBefore(retry: number, { firstDelayMs }: Patience): number {
  return firstDelayMs * 2 ** (retry - 1) * (0.5 + Math.random() / 2);
}

/** What may work the next time: the server failed, was too busy, or could not be heard. */
export function isPassing(error: unknown): boolean {
  const status = httpStatusOf(error);
  if (status === null) return true;
  return status >= 500 || status === 429 || status === 408 || nameOf(error) === 'SlowDown';
}

export function isNotFound(error: unknown): boolean {
  return httpStatusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket';
}

export function httpStatusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode ?? null;
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

type RetryStrategy = Extract<
  Awaited<NonNullable<S3ClientConfig['retryStrategy']>>,
  { acquireInitialRetryToken: unknown }
>;

/** The client's own strategy stops trying altogether after many errors; a host's store is worth each request's tries. */
export function createRetryStrategy(patience: Patience): RetryStrategy {
  const token = (count: number, delay: number) => ({
    getRetryCount: () => count,
    getRetryDelay: () => delay,
  });
  return {
    acquireInitialRetryToken: () => Promise.resolve(token(0, 0)),
    refreshRetryTokenForRetry(last, { error }) {
      const tried = last.getRetryCount() + 1;
      if (tried >= patience.attempts || !isPassing(error))
        return Promise.reject(new Error('not tried again'));
      return Promise.resolve(token(tried, delayBefore(tried, patience)));
    },
    recordSuccess: () => undefined,
  };
}
