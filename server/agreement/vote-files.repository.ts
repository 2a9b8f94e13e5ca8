import type { DatabaseClient } from '../db/client';

export interface ExportedVote {
  readonly id: string;
  readonly row: number;
  readonly key: string;
  readonly batchId: string;
  readonly userId: string;
  /** null for people of a labeling platform */
  readonly email: string | null;
  readonly kind: string;
  readonly label: number | null;
  readonly unsure: boolean;
  readonly reason: string | null;
  readonly comment: string | null;
  readonly guessShown: boolean;
  readonly source: string;
  readonly seconds: number | null;
  readonly createdAt: Date;
  /** whether it is this person's newest answer to the example, or decision on it */
  readonly current: boolean;
}

/** Answers to the examples `firstRow` … `endRow` − 1 that were not taken back, by row and time. */
export async function listVotes(
  db: DatabaseClient,
  input: { projectId: string; firstRow: number; endRow: number },
): Promise<ExportedVote[]> {
  const { projectId, firstRow, endRow } = input;
  return db.$queryRaw<ExportedVote[]>`
    SELECT a."id", a."row", e."key", a."batchId", a."userId", u."email", a."kind"::text AS "kind", a."label",
           a."unsure", a."reason", a."comment", a."guessShown", a."source"::text AS "source", a."seconds",
           a."createdAt",
           row_number() OVER (
             PARTITION BY a."row", a."userId", a."source" = 'review' ORDER BY a."createdAt" DESC, a."id" DESC
           ) = 1 AS "current"
    FROM "Annotation" a
    JOIN "Example" e ON e."projectId" = a."projectId" AND e."row" = a."row"
    LEFT JOIN "User" u ON u."id" = a."userId"
    WHERE a."projectId" = ${projectId} AND a."undoneAt" IS NULL AND a."row" >= ${firstRow} AND a."row" < ${endRow}
    ORDER BY a."row", a."createdAt", a."id"`;
}
