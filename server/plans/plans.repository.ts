import type { DatabaseClient } from '../db/client';

/** Null while nobody has said what a label costs. */
export async function findCostPerLabel(db: DatabaseClient, projectId: string): Promise<number | null> {
  const project = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { costPerLabel: true },
  });
  return project.costPerLabel;
}

export async function findPlanProject(db: DatabaseClient, projectId: string) {
  return db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: {
      name: true,
      classes: true,
      exampleCount: true,
      costPerLabel: true,
      costPerHour: true,
      costPerReview: true,
      currency: true,
      votesPerExample: true,
      overlapShare: true,
    },
  });
}

/** Examples that can ever train: of the splits pool and seed. */
export async function countTrainable(
  db: DatabaseClient,
  input: { projectId: string; exampleCount: number },
): Promise<number> {
  return db.example.count({
    where: {
      projectId: input.projectId,
      split: { in: ['pool', 'seed'] },
      row: { lt: input.exampleCount },
    },
  });
}

/** Examples with votes of several people, and those of them whose newest answers name different classes. */
export async function countDisagreements(
  db: DatabaseClient,
  projectId: string,
): Promise<{ several: number; differing: number }> {
  const [counts] = await db.$queryRaw<{ several: number; differing: number }[]>`
    SELECT count(*)::int AS "several", count(*) FILTER (WHERE votes."labels" > 1)::int AS "differing"
    FROM (
      SELECT count(DISTINCT vote."label") AS "labels"
      FROM (
        SELECT DISTINCT ON (a."row", a."userId") a."row", a."label"
        FROM "Annotation" a
        WHERE a."projectId" = ${projectId} AND a."source" = 'person' AND a."undoneAt" IS NULL
          AND a."label" IS NOT NULL
        ORDER BY a."row", a."userId", a."createdAt" DESC, a."id" DESC
      ) vote
      GROUP BY vote."row"
      HAVING count(*) > 1
    ) votes`;
  return counts ?? { several: 0, differing: 0 };
}

/** People's answers since a day, and the first of them. */
export async function countAnswersSince(
  db: DatabaseClient,
  input: { projectId: string; since: Date },
): Promise<{ answers: number; first: Date | null }> {
  const { _count, _min } = await db.annotation.aggregate({
    where: {
      projectId: input.projectId,
      source: 'person',
      undoneAt: null,
      createdAt: { gte: input.since },
    },
    _count: true,
    _min: { createdAt: true },
  });
  return { answers: _count, first: _min.createdAt };
}

/** All that people answered and reviewed so far. */
export async function countWork(
  db: DatabaseClient,
  projectId: string,
): Promise<{ answers: number; reviews: number }> {
  const counts = await db.annotation.groupBy({
    by: ['source'],
    where: { projectId, source: { in: ['person', 'review'] }, undoneAt: null },
    _count: true,
  });
  const of = (source: 'person' | 'review') => counts.find((count) => count.source === source)?._count ?? 0;
  return { answers: of('person'), reviews: of('review') };
}
