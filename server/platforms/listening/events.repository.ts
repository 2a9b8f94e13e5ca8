import type { DatabaseClient } from '../../db/client';
import type { PlatformEvent } from '../../db/generated/client';

/** Of a finished job nothing needs to be told. */
const UNDER_WAY = ['queued' as const, 'running' as const];

/** Holds the connection until the transaction ends. False where it is gone. */
export async function lockConnection(tx: DatabaseClient, connectionId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "id" FROM "PlatformConnection" WHERE "id" = ${connectionId} FOR NO KEY UPDATE`;
  return rows.length === 1;
}

export async function addEvents(
  tx: DatabaseClient,
  connectionId: string,
  events: readonly { taskId: string | null; train: boolean }[],
): Promise<void> {
  await tx.platformEvent.createMany({ data: events.map((event) => ({ connectionId, ...event })) });
}

/** The oldest first. */
export async function listEvents(
  db: DatabaseClient,
  connectionId: string,
  limit: number,
): Promise<PlatformEvent[]> {
  return db.platformEvent.findMany({ where: { connectionId }, orderBy: { id: 'asc' }, take: limit });
}

export async function removeEvents(tx: DatabaseClient, ids: readonly bigint[]): Promise<void> {
  await tx.platformEvent.deleteMany({ where: { id: { in: [...ids] } } });
}

export async function isUnderWay(db: DatabaseClient, jobId: string): Promise<boolean> {
  return (await db.job.count({ where: { id: jobId, state: { in: UNDER_WAY } } })) > 0;
}

/** Each sync that went well is like the one before it: the list of jobs shows other things. */
export async function forgetDoneJobs(tx: DatabaseClient, projectId: string, kind: string): Promise<void> {
  await tx.job.deleteMany({ where: { projectId, kind, state: 'done' } });
}
