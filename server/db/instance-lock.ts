import pg from 'pg';
import { AppError } from '@/lib/errors';

const INSTANCE_LOCK = 7_041_777;
const NAME = 'winnow-instance';

export interface InstanceLock {
  release(): Promise<void>;
}

/**
 * Keeps a second Winnow off the same data folder: a lock that PostgreSQL gives back by itself when this process ends,
 * however it ends. `onLost` is told when PostgreSQL goes away under it.
 *
 * @throws AppError `conflict` while another Winnow runs on this database
 */
export async function lockInstance(
  databaseUrl: string,
  dataFolder: string,
  onLost: () => void,
): Promise<InstanceLock> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: `${NAME} ${process.pid}`,
    keepAlive: true,
  });
  let held = false;
  // An error ends the connection, and the end tells of it.
  client.on('error', () => undefined);
  client.on('end', () => {
    if (held) onLost();
    held = false;
  });
  await client.connect();
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
    INSTANCE_LOCK,
  ]);
  if (!rows[0]?.locked) {
    const holder = await findHolder(client);
    await client.end();
    throw new AppError(
      'conflict',
      `Winnow runs already on the data in ${dataFolder} (process ${holder}).`,
      'Use that one, stop it, or set WINNOW_DATA to another folder.',
    );
  }
  held = true;
  return {
    async release() {
      held = false;
      await client.end();
    },
  };
}

async function findHolder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT application_name AS name FROM pg_stat_activity WHERE application_name LIKE $1 AND pid <> pg_backend_pid()',
    [`${NAME} %`],
  );
  return rows[0]?.name.slice(NAME.length + 1) ?? 'unknown';
}
