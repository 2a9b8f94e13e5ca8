import type { DatabaseClient } from '../db/client';
import type { PlatformPush, Prisma } from '../db/generated/client';

export type { PlatformPush };

/** What undo has taken back is `undoneAt`; what is under way is queued or running. */
const ACTIVE = { state: { in: ['queued' as const, 'running' as const] } };

/** Newest first, with the names of their batches. */
export async function listPushRows(db: DatabaseClient, connectionId: string): Promise<PlatformPush[]> {
  return db.platformPush.findMany({
    where: { connectionId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
}

export async function findPush(
  db: DatabaseClient,
  pushId: string,
): Promise<(PlatformPush & { connection: { projectId: string } }) | null> {
  return db.platformPush.findUnique({
    where: { id: pushId },
    include: { connection: { select: { projectId: true } } },
  });
}

export async function findActivePush(db: DatabaseClient, connectionId: string): Promise<PlatformPush | null> {
  return db.platformPush.findFirst({ where: { connectionId, ...ACTIVE } });
}

export async function createPush(
  tx: DatabaseClient,
  data: Prisma.PlatformPushUncheckedCreateInput,
): Promise<void> {
  await tx.platformPush.create({ data });
}

export async function updatePush(
  db: DatabaseClient,
  pushId: string,
  data: Prisma.PlatformPushUncheckedUpdateInput,
): Promise<void> {
  await db.platformPush.update({ where: { id: pushId }, data });
}

/**
 * What a job says of its push while it is under way. False once the push is another job's or came to its end: a worker
 * that was cut off may say no more.
 */
export async function updatePushOf(
  db: DatabaseClient,
  { pushId, jobId }: { pushId: string; jobId: string },
  data: Prisma.PlatformPushUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await db.platformPush.updateMany({ where: { id: pushId, jobId, ...ACTIVE }, data });
  return count === 1;
}

/** What came after `push` and remembers its version goes back to what was before it. */
export async function skipVersion(tx: DatabaseClient, push: PlatformPush): Promise<void> {
  await tx.platformPush.updateMany({
    where: { connectionId: push.connectionId, formerVersion: push.modelVersion },
    data: { formerVersion: push.formerVersion },
  });
}

export interface PushItem {
  readonly row: number;
  readonly key: string;
  readonly originalBlob: string | null;
}

/** What of a batch nobody has answered, in its order. */
export async function listOpenItems(
  db: DatabaseClient,
  projectId: string,
  batchId: string,
): Promise<PushItem[]> {
  return db.$queryRaw<PushItem[]>`
    SELECT e."row", e."key", e."originalBlob"
    FROM "BatchItem" i
    JOIN "Batch" b ON b."id" = i."batchId" AND b."projectId" = ${projectId}
    JOIN "Example" e ON e."projectId" = b."projectId" AND e."row" = i."row"
    WHERE i."batchId" = ${batchId} AND i."state" = 'open'
    ORDER BY i."position"`;
}

/** Probabilities (matrix blob) of the surrogate that chose the batch; null where none did. */
export async function findProbabilities(db: DatabaseClient, batchId: string): Promise<string | null> {
  const probabilities = { select: { probabilitiesBlob: true } };
  const batch = await db.batch.findUniqueOrThrow({
    where: { id: batchId },
    select: {
      selection: { select: { surrogate: probabilities, scoreSet: { select: { surrogate: probabilities } } } },
    },
  });
  const { surrogate, scoreSet } = batch.selection ?? {};
  return surrogate?.probabilitiesBlob ?? scoreSet?.surrogate.probabilitiesBlob ?? null;
}

/** Of each batch its name, where it is of this project. */
export async function findBatchNames(
  db: DatabaseClient,
  projectId: string,
  batchIds: readonly string[],
): Promise<Map<string, string>> {
  const found = await db.batch.findMany({
    where: { projectId, id: { in: [...batchIds] } },
    select: { id: true, name: true },
  });
  return new Map(found.map(({ id, name }) => [id, name]));
}
