import type { Split } from '@/lib/contracts/project';
import { BACKGROUND_KINDS } from '../jobs/background-kinds';
import type { DatabaseClient } from '../db/client';

/** Complete examples of a project, and how many have a label from file or from people. */
export interface ExampleCounts {
  readonly examples: number;
  readonly labeled: number;
}

/** Memberships of a user with their projects, newest project first. */
export function findMemberships(db: DatabaseClient, userId: string) {
  return db.membership.findMany({
    where: { userId },
    include: { project: true },
    orderBy: { project: { createdAt: 'desc' } },
  });
}

/** How many examples of each project have a label: from file, or an annotation that was not undone. */
export async function countLabeled(
  db: DatabaseClient,
  projectIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ projectId: string; labeled: number }[]>`
    SELECT e."projectId", count(*)::int AS labeled
    FROM "Example" e JOIN "Project" p ON p.id = e."projectId" AND e.row < p."exampleCount"
    WHERE e."projectId" = ANY(${[...projectIds]}) AND (e."fileLabel" IS NOT NULL OR EXISTS (
      SELECT 1 FROM "Annotation" a
      WHERE a."projectId" = e."projectId" AND a.row = e.row AND a.label IS NOT NULL AND a."undoneAt" IS NULL))
    GROUP BY e."projectId"`;
  return new Map(rows.map((row) => [row.projectId, row.labeled]));
}

/** Jobs that wait or run, by project. */
export async function countActiveJobs(
  db: DatabaseClient,
  projectIds: readonly string[],
): Promise<Map<string, number>> {
  const groups = await db.job.groupBy({
    by: ['projectId'],
    where: {
      projectId: { in: [...projectIds] },
      state: { in: ['queued', 'running'] },
      kind: { notIn: [...BACKGROUND_KINDS] },
    },
    _count: true,
  });
  return new Map(groups.map((group) => [group.projectId, group._count]));
}

/** Examples of each split, and how many of them came with a label. */
export async function countSplits(
  db: DatabaseClient,
  project: { id: string; exampleCount: number },
): Promise<Record<Split, ExampleCounts>> {
  const groups = await db.example.groupBy({
    by: ['split'],
    where: { projectId: project.id, row: { lt: project.exampleCount } },
    _count: { _all: true, fileLabel: true },
  });
  const counts: Record<Split, ExampleCounts> = {
    pool: { examples: 0, labeled: 0 },
    seed: { examples: 0, labeled: 0 },
    test: { examples: 0, labeled: 0 },
  };
  for (const { split, _count } of groups) {
    counts[split] = { examples: _count._all, labeled: _count.fileLabel };
  }
  return counts;
}
