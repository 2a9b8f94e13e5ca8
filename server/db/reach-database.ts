import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '@/lib/errors';

const PAUSE_MS = 500;
const CONNECT_LIMIT_MS = 5000;
/** Not listening yet, or starting, stopping and recovering (PostgreSQL's class 57P); all else waiting does not mend. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
]);

/**
 * A connection of its own to the database, which may be starting at this very moment, as it does where all services of
 * a host begin at once.
 *
 * @param patienceMs how long it may take until it answers
 * @throws AppError `unavailable`
 */
export async function reachDatabase(databaseUrl: string, patienceMs: number): Promise<pg.Client> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      application_name: 'winnow',
    });
    // A connection that breaks later fails the next query, which is where it is dealt with.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() < giveUpAt && isPassing(error)) await sleep(PAUSE_MS);
      else throw doesNotAnswer(error);
    }
  }
}

function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code ? PASSING.has(code) : /timeout|terminated/i.test(message ?? '');
}

function doesNotAnswer(error: unknown): AppError {
  return new AppError(
    'unavailable',
    `The database does not answer: ${(error as Error).message || String((error as { code?: unknown }).code)}`,
    'Look at DATABASE_URL, and whether PostgreSQL runs.',
    { cause: error },
  );
}
