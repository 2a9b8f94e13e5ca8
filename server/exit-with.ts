import { toAppError } from '@/lib/errors';

/** Says in a line what went wrong and what to do, and ends the process: 2 for bad input, 1 for all else. */
export function exitWith(error: unknown): never {
  const { code, message, remedy, cause } = toAppError(error);
  process.stderr.write(`winnow: ${message}${remedy && ` ${remedy}`}\n`);
  if (code === 'internal') process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
  process.exit(code === 'bad-input' ? 2 : 1);
}
