// Tells the database from a thread of its own that this worker lives: the main thread may be busy with numbers for
// longer than a heartbeat lasts. When the process is killed the thread dies with it. Plain JavaScript, because
// threads are started without tsx.
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import pg from 'pg';

const { databaseUrl, worker, intervalMs } = workerData;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'winnow-heartbeat' });
pool.on('error', () => undefined);

const NOW = `now() AT TIME ZONE 'UTC'`;
const BEATS = [
  `UPDATE "Job" SET "heartbeatAt" = ${NOW} WHERE worker = $1 AND state = 'running'`,
  // A part that is being ended or removed needs no beat, and waiting for it could end in a deadlock.
  `UPDATE "JobPart" part SET "heartbeatAt" = ${NOW} FROM (
     SELECT "jobId", stage, number FROM "JobPart" WHERE worker = $1 AND state = 'running' FOR UPDATE SKIP LOCKED
   ) mine WHERE part."jobId" = mine."jobId" AND part.stage = mine.stage AND part.number = mine.number`,
  `UPDATE "Worker" SET "heartbeatAt" = ${NOW} WHERE name = $1 AND "stoppedAt" IS NULL`,
];

async function beat() {
  try {
    for (const statement of BEATS) await pool.query(statement, [worker]);
  } catch {
    // The database may be restarting; the next beat tries again.
  }
}

for (;;) {
  await beat();
  await sleep(intervalMs);
}
