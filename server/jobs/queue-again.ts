import type pg from 'pg';
import PgBoss from 'pg-boss';
import { handlers } from './handlers';

/**
 * Every job that has not ended waits again for whichever worker comes, in the caller's transaction: for rows whose
 * workers and messages are those of another database. Attempts count on, so that nobody takes an old one for theirs.
 */
export async function queueAllAgain(client: pg.ClientBase): Promise<number> {
  await client.query(
    `UPDATE "Job" SET state = 'queued', worker = NULL, "heartbeatAt" = NULL WHERE state = 'running'`,
  );
  const { rows } = await client.query<{ id: string; kind: string }>(
    `SELECT id, kind FROM "Job" WHERE state = 'queued' ORDER BY "createdAt"`,
  );
  const db: PgBoss.Db = { executeSql: (text, values) => client.query(text, values) };
  const boss = new PgBoss({ db, migrate: false, supervise: false, schedule: false });
  const laneOf = new Map(handlers.map(({ definition }) => [definition.kind, definition.lane]));
  for (const { id, kind } of rows) {
    const lane = laneOf.get(kind);
    if (lane) await boss.send(lane, { jobId: id });
  }
  return rows.length;
}
