/** What kind of thing went wrong; decides HTTP status, exit status and whether a job is tried again. */
export type ErrorCode =
  /** The input is wrong; the caller can mend it (HTTP 400, exit 2). */
  | 'bad-input'
  /** No session or key (HTTP 401). */
  | 'unauthenticated'
  /** A session, but not the role (HTTP 403). */
  | 'forbidden'
  /** No such thing, or none that the caller may see (HTTP 404). */
  | 'not-found'
  /** The thing is in a state that does not allow this now (HTTP 409). */
  | 'conflict'
  /** Larger than a stated limit (HTTP 413). */
  | 'too-large'
  /** More often than a stated limit allows; the error says when to come back (HTTP 429). */
  | 'too-many-requests'
  /** The user asked to stop (exit 1). */
  | 'cancelled'
  /** Something this machine lacks: a library, disk, an engine (HTTP 503). */
  | 'unavailable'
  /** Our fault (HTTP 500, exit 1). */
  | 'internal';

/**
 * The one error type of Winnow: a code for machines, what happened and where (`message`), and what the user can do
 * about it (`remedy`). Both texts are shown to users as they are; stack traces are for logs.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  /** after which the same may work; null where waiting alone does not help */
  readonly retryAfterSeconds: number | null;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly remedy: string = '',
    { retryAfterSeconds = null, ...options }: { cause?: unknown; retryAfterSeconds?: number | null } = {},
  ) {
    super(message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Any thrown value as an AppError; what is not one already becomes `internal` and keeps the original as its cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('internal', message, 'The log of the server has the details.', { cause: error });
}
