import type { DatabaseClient } from '../db/client';
import type { PlatformConnection, Prisma } from '../db/generated/client';

export type { PlatformConnection };

export async function findConnection(
  db: DatabaseClient,
  projectId: string,
): Promise<PlatformConnection | null> {
  return db.platformConnection.findUnique({ where: { projectId } });
}

export async function findConnectionById(
  db: DatabaseClient,
  connectionId: string,
): Promise<PlatformConnection | null> {
  return db.platformConnection.findUnique({ where: { id: connectionId } });
}

export async function createConnection(
  tx: DatabaseClient,
  data: Prisma.PlatformConnectionUncheckedCreateInput,
): Promise<void> {
  await tx.platformConnection.create({ data });
}

export async function updateConnection(
  db: DatabaseClient,
  connectionId: string,
  data: Prisma.PlatformConnectionUncheckedUpdateInput,
): Promise<void> {
  await db.platformConnection.update({ where: { id: connectionId }, data });
}

export async function deleteConnection(tx: DatabaseClient, connectionId: string): Promise<void> {
  await tx.platformConnection.delete({ where: { id: connectionId } });
}

export async function findProjectFacts(db: DatabaseClient, projectId: string) {
  return db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { modality: true, classes: true, exampleCount: true },
  });
}

export async function countTasks(db: DatabaseClient, connectionId: string): Promise<number> {
  return db.platformTask.count({ where: { connectionId } });
}

export async function appendClasses(
  tx: DatabaseClient,
  projectId: string,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  await tx.project.update({ where: { id: projectId }, data: { classes: { push: [...names] } } });
}
