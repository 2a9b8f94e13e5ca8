import type { DatabaseClient } from '../db/client';

export interface SpeedGroup {
  /** class index, where it is of a class */
  readonly label: number | null;
  /** whose, where it is of an annotator */
  readonly userId: string | null;
  /** their name, where they have an account */
  readonly name: string | null;
  readonly kind: 'all' | 'class' | 'annotator';
  readonly answers: number;
  readonly median: number;
  readonly mean: number;
}

/** Seconds an answer: over all, a class (labels only) and an annotator. Longer ones than `breakSeconds` are left out. */
export async function listSpeeds(
  db: DatabaseClient,
  input: { projectId: string; breakSeconds: number },
): Promise<SpeedGroup[]> {
  return db.$queryRaw<SpeedGroup[]>`
    SELECT grouped.*, u."name"
    FROM (
      SELECT a."label", a."userId", count(*)::int AS "answers",
             percentile_cont(0.5) WITHIN GROUP (ORDER BY a."seconds") AS "median",
             avg(a."seconds")::float8 AS "mean",
             CASE WHEN GROUPING(a."label") = 0 THEN 'class' WHEN GROUPING(a."userId") = 0 THEN 'annotator'
                  ELSE 'all' END AS "kind"
      FROM "Annotation" a
      WHERE a."projectId" = ${input.projectId} AND a."source" = 'person' AND a."undoneAt" IS NULL
        AND a."seconds" > 0 AND a."seconds" <= ${input.breakSeconds}
      GROUP BY GROUPING SETS ((), (a."label"), (a."userId"))
    ) grouped
    LEFT JOIN "User" u ON u."id" = grouped."userId"
    WHERE grouped."answers" > 0 AND NOT (grouped."kind" = 'class' AND grouped."label" IS NULL)
    ORDER BY grouped."label", u."name", grouped."userId"`;
}
