import { AppError } from '@/lib/errors';
import { migrate } from './db/migrate';
import type { Environment } from './env';

const PATIENCE_MS = 60_000;

/** For whoever upgrades step by step: the schema first, then the servers. Returns what was applied. */
export function migrateDatabase(env: Environment): Promise<readonly string[]> {
  if (env.databaseUrl) return migrate(env.databaseUrl, { patienceMs: PATIENCE_MS });
  throw new AppError(
    'bad-input',
    'Migrations on their own need DATABASE_URL.',
    'Set it; the embedded PostgreSQL is brought to the newest schema by `npm start`.',
  );
}
