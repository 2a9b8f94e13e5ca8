import type { DatabaseClient } from '../db/client';
import { NOW } from '../jobs/database-clock';

/** Seconds without a sign of life after which a worker counts as gone. */
export const SILENT_SECONDS = 15;

/** What a worker says of itself. */
export interface WorkerFacts {
  readonly name: string;
  readonly host: string;
  readonly version: string;
  readonly cores: number;
  readonly memoryBytes: bigint;
  readonly engine: string;
  readonly device: string;
}

export async function registerWorker(db: DatabaseClient, facts: WorkerFacts): Promise<void> {
  const { name, host, version, cores, memoryBytes, engine, device } = facts;
  await db.$executeRaw`
    INSERT INTO "Worker" (name, host, version, cores, "memoryBytes", engine, device, "startedAt", "heartbeatAt")
    VALUES (${name}, ${host}, ${version}, ${cores}, ${memoryBytes}, ${engine}, ${device}, ${NOW}, ${NOW})`;
}

export async function markStopped(db: DatabaseClient, name: string): Promise<void> {
  await db.$executeRaw`UPDATE "Worker" SET "stoppedAt" = ${NOW} WHERE name = ${name}`;
}

export async function countOnWorker(
  db: DatabaseClient,
  name: string,
  what: 'jobsDone' | 'partsDone' | 'failures',
): Promise<void> {
  await db.worker.updateMany({ where: { name }, data: { [what]: { increment: 1 } } });
}

/** Workers of which nothing was heard for a day. */
export async function sweepWorkers(db: DatabaseClient): Promise<void> {
  await db.$executeRaw`DELETE FROM "Worker" WHERE "heartbeatAt" < ${NOW} - interval '1 day'`;
}

export async function hasLivingGpu(db: DatabaseClient): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Worker" WHERE device = 'gpu' AND "stoppedAt" IS NULL
      AND "heartbeatAt" > ${NOW} - make_interval(secs => ${SILENT_SECONDS}) LIMIT 1`;
  return rows.length > 0;
}
