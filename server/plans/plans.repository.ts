import type { DatabaseClient } from '../db/client';

/** Null while nobody has said what a label costs. */
export async function findCostPerLabel(db: DatabaseClient, projectId: string): Promise<number | null> {
  const project = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { costPerLabel: true },
  });
  return project.costPerLabel;
}
