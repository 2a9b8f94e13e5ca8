import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { errorResponse } from '@/server/api/http/error-response';
import { connectDatabase } from '@/server/db/client';
import type { Database } from '@/server/db/client';
import { isDatabaseAway, orDatabaseAway } from '@/server/db/database-away';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let world: TestContainer;
beforeAll(async () => {
  world = await createTestContainer();
});
afterAll(() => world.close());

async function thrownBy(work: (db: Database) => Promise<unknown>, url = world.databaseUrl): Promise<unknown> {
  const db = connectDatabase(url);
  try {
    await work(db);
  } catch (error) {
    return error;
  } finally {
    await db.$disconnect();
  }
  throw new Error('Nothing was thrown.');
}

const endOwnConnection = 'SELECT pg_terminate_backend(pg_backend_pid())';

it('a connection that is ended, in a query or between two of a transaction, is the database being away', async () => {
  expect(isDatabaseAway(await thrownBy((db) => db.$queryRawUnsafe(endOwnConnection)))).toBe(true);
  const inTransaction = await thrownBy((db) =>
    db.$transaction(async (tx) => {
      await tx.$queryRawUnsafe(endOwnConnection).catch(() => undefined);
      await tx.project.count();
    }),
  );
  expect(isDatabaseAway(inTransaction)).toBe(true);
});

it('so is a server that nobody reaches', async () => {
  const nowhere = new URL(world.databaseUrl);
  nowhere.port = '1';
  expect(isDatabaseAway(await thrownBy((db) => db.project.count(), nowhere.href))).toBe(true);
});

it('what the database refuses is not, nor is what Winnow says itself', async () => {
  expect(isDatabaseAway(await thrownBy((db) => db.$queryRawUnsafe('SELECT 1 / 0')))).toBe(false);
  expect(isDatabaseAway(await thrownBy((db) => db.$queryRawUnsafe('SELECT nonsense')))).toBe(false);
  const missing = { where: { id: 'nobody' } };
  expect(isDatabaseAway(await thrownBy((db) => db.project.findUniqueOrThrow(missing)))).toBe(false);
  expect(isDatabaseAway(new AppError('unavailable', 'Connection terminated'))).toBe(false);
  expect(isDatabaseAway(null)).toBe(false);
});

it('whoever asks is told to come back, not that something is broken', async () => {
  const error = await thrownBy((db) => db.$queryRawUnsafe(endOwnConnection));
  expect(orDatabaseAway(error)).toMatchObject({ code: 'unavailable', cause: error });
  const response = errorResponse(error, world.container.log);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: 'unavailable', remedy: 'Try again in a moment.' });
});

it('PostgreSQL gives up a transaction whose process says nothing more', async () => {
  const db = connectDatabase(world.databaseUrl);
  const [setting] = await db.$queryRaw<{ seconds: number }[]>`
    SELECT extract(epoch FROM current_setting('idle_in_transaction_session_timeout')::interval)::int AS seconds`;
  await db.$disconnect();
  expect(setting?.seconds).toBe(60);
});
