import type pg from 'pg';
import PgBoss from 'pg-boss';
import { queueOf } from './boss';
import { handlers } from './handlers';

/**
 * Every job that has not ended waits again for whichever worker comes, in the caller's transaction: for rows whose
 * workers and messages are those of another database. Attempts count on, so that nobody takes an old one for theirs.
 */
export async function queueAllAgain(client: pg.ClientBase): Promise<number> {
  await client.query(
    `UPDATE "Job" SET state = 'queued', worker = NULL, "heartbeatAt" = NULL WHERE state = 'running'`,
  );
  const { rows } = await client.query<{ id: string; kind: string; wantsGpu: boolean }>(
    `SELECT id, kind, "wantsGpu" FROM "Job" WHERE state = 'queued' ORDER BY "createdAt"`,
  );
  const db: PgBoss.Db = { executeSql: (text, values) => client.query(text, values) };
  const boss = new PgBoss({ db, migrate: false, supervise: false, schedule: false });
  const definitions = new Map(handlers.map(({ definition }) => [definition.kind, definition]));
  for (const job of rows) {
    const definition = definitions.get(job.kind);
    if (definition) await boss.send(queueOf(definition, job), { jobId: job.id });
  }
  return rows.length;
}
