import type { Split } from '@/lib/contracts/project';
import { knownLabels } from '../annotations/known-labels';
import { BACKGROUND_KINDS } from '../jobs/background-kinds';
import type { DatabaseClient } from '../db/client';
import { Prisma } from '../db/generated/client';

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

/** How many examples of each project have a label, from people or from file. */
export async function countLabeled(
  db: DatabaseClient,
  projectIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ projectId: string; labeled: number }[]>`
    SELECT p."id" AS "projectId", counts."labeled"
    FROM "Project" p
    CROSS JOIN LATERAL (
      SELECT count(labeled."known")::int AS "labeled"
      FROM (${knownLabels(Prisma.sql`p."id"`, Prisma.sql`p."exampleCount"`)}) labeled
    ) counts
    WHERE p."id" = ANY(${[...projectIds]})`;
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
