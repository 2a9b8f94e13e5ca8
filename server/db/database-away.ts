import { AppError } from '@/lib/errors';

/** PostgreSQL's classes and codes for: it shuts down, starts up, lost its connection, or takes no more of them. */
const AWAY_STATES = /^(08|57P0[1-5]|53300)/;
const FULL_STATE = '53100';
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
  const { name, code, message } = error as Said;
  const driver = saidByDriver(error);
  if (AWAY_STATES.test(String(driver?.originalCode)) || AWAY_KINDS.includes(String(driver?.kind)))
    return true;
  if (String(name).startsWith('PrismaClient')) return AWAY_CODES.includes(String(code));
  return name !== 'DriverAdapterError' && AWAY_WORDS.test(String(message));
}

/** Whether PostgreSQL found no room on its disk. */
export function isDatabaseFull(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || error instanceof AppError) return false;
  return saidByDriver(error)?.originalCode === FULL_STATE;
}

function saidByDriver(error: Said): Said | undefined {
  const { name, cause, meta } = error;
  const said = name === 'DriverAdapterError' ? cause : meta?.driverAdapterError?.cause;
  return typeof said === 'object' && said !== null ? said : undefined;
}

/** The same error, or, where the database was away, one that says so and may be asked again. */
export function orDatabaseAway(error: unknown): unknown {
  if (!isDatabaseAway(error)) return error;
  return new AppError('unavailable', 'The database does not answer now.', 'Try again in a moment.', {
    cause: error,
  });
}
