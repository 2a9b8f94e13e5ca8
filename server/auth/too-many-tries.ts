import { AppError } from '@/lib/errors';

/** Says when to try again; the clock is the server's, so that minutes are told and no hour. */
export function tooManyTries(waitMs: number): AppError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  const wait = waitMs < 60_000 ? `${retryAfterSeconds} seconds` : `${Math.ceil(waitMs / 60_000)} minutes`;
  return new AppError(
    'too-many-requests',
    'These were many tries.',
    `Try again in ${wait}, or ask an owner of your project for a link.`,
    { retryAfterSeconds },
  );
}
