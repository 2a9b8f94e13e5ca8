import { z } from 'zod';
import { toAppError, type ErrorCode } from '@/lib/errors';

/** Any thrown value among the words of errors, so that what users did can be told from what went wrong here. */
export function errorCodeOf(error: unknown): ErrorCode {
  return error instanceof z.ZodError ? 'bad-input' : toAppError(error).code;
}
