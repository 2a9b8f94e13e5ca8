import type { DatabaseClient } from '../db/client';

export interface TaskExample {
  readonly taskId: string;
  readonly row: number;
  readonly split: 'pool' | 'seed' | 'test';
}

/** Which of these tasks have an example, whether its ingest is complete or not. */
export async function findKnownTasks(
  db: DatabaseClient,
  connection: { id: string; projectId: string },
  taskIds: readonly string[],
): Promise<Set<string>> {
  const found = await db.$queryRaw<{ taskId: string }[]>`
    SELECT t."taskId" FROM "PlatformTask" t
    JOIN "Example" e ON e."projectId" = ${connection.projectId} AND e."key" = t."key"
    WHERE t."connectionId" = ${connection.id} AND t."taskId" = ANY(${[...taskIds]})`;
  return new Set(found.map(({ taskId }) => taskId));
}

/** The examples of these tasks; tasks without one are left out. */
export async function findTaskExamples(
  db: DatabaseClient,
  connection: { id: string; projectId: string },
  taskIds: readonly string[],
): Promise<Map<string, TaskExample>> {
  const found = await db.$queryRaw<TaskExample[]>`
    SELECT t."taskId", e."row", e."split"::text AS "split"
    FROM "PlatformTask" t
    JOIN "Project" p ON p."id" = ${connection.projectId}
    JOIN "Example" e ON e."projectId" = p."id" AND e."key" = t."key" AND e."row" < p."exampleCount"
    WHERE t."connectionId" = ${connection.id} AND t."taskId" = ANY(${[...taskIds]})`;
  return new Map(found.map((task) => [task.taskId, task]));
}

export async function linkTasks(
  tx: DatabaseClient,
  connectionId: string,
  links: readonly { taskId: string; key: string; pushId?: string }[],
): Promise<void> {
  await tx.platformTask.createMany({
    data: links.map((link) => ({ connectionId, ...link })),
    skipDuplicates: true,
  });
}

/** Forgets tasks whose examples are not there, since their pull was given up. */
export async function unlinkWithoutExample(
  tx: DatabaseClient,
  connection: { id: string; projectId: string },
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "PlatformTask" t
    WHERE t."connectionId" = ${connection.id} AND NOT EXISTS (
      SELECT 1 FROM "Example" e WHERE e."projectId" = ${connection.projectId} AND e."key" = t."key")`;
}

/** Tasks of these examples, by key, the oldest first. */
export async function findTasksOfKeys(
  db: DatabaseClient,
  connectionId: string,
  keys: readonly string[],
): Promise<{ taskId: string; key: string; pushId: string | null }[]> {
  return db.platformTask.findMany({
    where: { connectionId, key: { in: [...keys] } },
    select: { taskId: true, key: true, pushId: true },
  });
}

export async function findTasksOfPush(
  db: DatabaseClient,
  connectionId: string,
  pushId: string,
): Promise<string[]> {
  const found = await db.platformTask.findMany({
    where: { connectionId, pushId },
    select: { taskId: true },
  });
  return found.map(({ taskId }) => taskId);
}

export async function unlinkTasks(
  tx: DatabaseClient,
  connectionId: string,
  taskIds: readonly string[],
): Promise<void> {
  await tx.platformTask.deleteMany({ where: { connectionId, taskId: { in: [...taskIds] } } });
}
