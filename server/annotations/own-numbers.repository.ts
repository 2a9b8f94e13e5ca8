import type { OwnNumbers } from '@/lib/contracts/labeling';
import type { DatabaseClient } from '../db/client';

export async function countOwnAnswers(
  db: DatabaseClient,
  input: { projectId: string; userId: string; dayBegan: string; breakSeconds: number },
): Promise<OwnNumbers> {
  const { projectId, userId, dayBegan, breakSeconds } = input;
  const [counted] = await db.$queryRaw<OwnNumbers[]>`
    SELECT count(*)::int AS "answers",
           count(*) FILTER (WHERE a."createdAt" >= ${dayBegan}::timestamptz AT TIME ZONE 'UTC')::int
             AS "answersToday",
           count(*) FILTER (WHERE a."kind" = 'skip')::int AS "skipped",
           count(*) FILTER (WHERE a."kind" = 'bad')::int AS "bad",
           count(*) FILTER (WHERE a."unsure")::int AS "unsure",
           percentile_cont(0.5) WITHIN GROUP (ORDER BY a."seconds")
             FILTER (WHERE a."seconds" > 0 AND a."seconds" <= ${breakSeconds}) AS "medianSeconds"
    FROM "Annotation" a
    WHERE a."projectId" = ${projectId} AND a."userId" = ${userId} AND a."source" = 'person' AND a."undoneAt" IS NULL`;
  return counted as OwnNumbers;
}
