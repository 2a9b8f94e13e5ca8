import { AppError } from '@/lib/errors';

/** PostgreSQL's classes and codes for: it shuts down, starts up, lost its connection, or takes no more of them. */
const AWAY_STATES = /^(08|57P0[1-5]|53300)/;
/** Prisma's for: not reachable, timed out, closed. */
const AWAY_CODES = ['P1001', 'P1002', 'P1008', 'P1017'];
const AWAY_KINDS = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'];
/** What the driver says without any code. */
const AWAY_WORDS = /^(Connection terminated|Client has encountered a connection error)/;

interface Said {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  /** of the driver below Prisma */
  readonly originalCode?: unknown;
  readonly kind?: unknown;
  readonly meta?: { readonly driverAdapterError?: Said };
}

/**
 * Whether something failed because the database was away for a moment (it restarts, or the network to it is cut), and not
 * because of what was asked of it.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || error instanceof AppError) return false;
  const { name, code, message, cause, meta } = error as Said;
  if (name === 'DriverAdapterError') return isDriverAway(cause as Said | undefined);
  if (String(name).startsWith('PrismaClient')) {
    return (
      AWAY_CODES.includes(String(code)) || isDriverAway(meta?.driverAdapterError?.cause as Said | undefined)
    );
  }
  return AWAY_WORDS.test(String(message));
}

function isDriverAway(cause: Said | undefined): boolean {
  return AWAY_STATES.test(String(cause?.originalCode)) || AWAY_KINDS.includes(String(cause?.kind));
}

/** The same error, or, where the database was away, one that says so and may be asked again. */
export function orDatabaseAway(error: unknown): unknown {
  if (!isDatabaseAway(error)) return error;
  return new AppError('unavailable', 'The database does not answer now.', 'Try again in a moment.', {
    cause: error,
  });
}
