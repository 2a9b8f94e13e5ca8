import type { DatabaseClient } from '../db/client';

export interface RoundWork {
  readonly batchId: string;
  /** people who answered since the time asked for */
  readonly annotators: number;
  /** answers of people that count, and those given with the model's guess in sight */
  readonly answers: number;
  readonly answersWithGuess: number;
}

/** By batch, of all rounds of a project. */
export async function countRoundWork(
  db: DatabaseClient,
  { projectId, since }: { projectId: string; since: Date },
): Promise<Map<string, RoundWork>> {
  const work = await db.$queryRaw<RoundWork[]>`
    SELECT a."batchId",
           count(DISTINCT a."userId") FILTER (WHERE a."createdAt" >= ${since})::int AS "annotators",
           count(*)::int AS "answers",
           count(*) FILTER (WHERE a."guessShown")::int AS "answersWithGuess"
    FROM "Round" r
    JOIN "Annotation" a ON a."batchId" = r."batchId" AND a."source" = 'person' AND a."undoneAt" IS NULL
    WHERE r."projectId" = ${projectId}
    GROUP BY a."batchId"`;
  return new Map(work.map((row) => [row.batchId, row]));
}
