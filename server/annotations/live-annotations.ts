import { Prisma } from '../db/generated/client';

/** SQL of the annotation that counts of each example: the newest that was not undone, as (row, label, source). */
export function liveAnnotations(projectId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT ON (a."row") a."row", a."label", a."source"
    FROM "Annotation" a
    WHERE a."projectId" = ${projectId} AND a."undoneAt" IS NULL
    ORDER BY a."row", a."createdAt" DESC, a."id" DESC`;
}
