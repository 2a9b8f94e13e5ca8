// Tells the database from a thread of its own that this worker lives: the main thread may be busy with numbers for
// longer than a heartbeat lasts. When the process is killed the thread dies with it. Plain JavaScript, because
// threads are started without tsx.
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import pg from 'pg';

const { databaseUrl, worker, intervalMs } = workerData;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'winnow-heartbeat' });
pool.on('error', () => undefined);

async function beat() {
  try {
    await pool.query(
      `UPDATE "Job" SET "heartbeatAt" = now() AT TIME ZONE 'UTC' WHERE worker = $1 AND state = 'running'`,
      [worker],
    );
  } catch {
    // The database may be restarting; the next beat tries again.
  }
}

for (;;) {
  await beat();
  await sleep(intervalMs);
}
