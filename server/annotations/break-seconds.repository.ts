import { breakSecondsOf, MANY_TIMES, SHORTEST_BREAK } from '@/lib/planning/break-rule';
import type { DatabaseClient } from '../db/client';
import { Prisma } from '../db/generated/client';

/**
 * How many of people's answers are timed, and the seconds above which one was a break. The lower median, so that of two
 * answers the break is not taken for half of what is usual.
 */
export async function findBreakSeconds(
  db: DatabaseClient,
  projectId: string,
): Promise<{ timed: number; breakSeconds: number }> {
  const [found] = await db.$queryRaw<{ median: number | null; timed: number }[]>`
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY a."seconds") AS "median", count(*)::int AS "timed"
    FROM "Annotation" a
    WHERE a."projectId" = ${projectId} AND a."source" = 'person' AND a."undoneAt" IS NULL AND a."seconds" > 0`;
  return { timed: found?.timed ?? 0, breakSeconds: breakSecondsOf(found?.median ?? null) };
}

/** Median of the "seconds" of `answers`, a query of positive times, breaks left out by the same rule: a query of one value. */
export function medianWithoutBreaks(answers: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH timed AS (${answers})
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY timed."seconds") AS "medianSeconds"
    FROM timed
    WHERE timed."seconds" <= (
      SELECT GREATEST(${SHORTEST_BREAK}::float8,
                      ${MANY_TIMES}::float8 * percentile_disc(0.5) WITHIN GROUP (ORDER BY every."seconds"))
      FROM timed every
    )`;
}
