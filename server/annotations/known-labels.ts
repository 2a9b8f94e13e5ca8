import { Prisma } from '../db/generated/client';
import { liveAnnotations } from './live-annotations';

/**
 * SQL of the examples of a project below `rowLimit`, as (row, split, label, known): `label` is people's class number,
 * `known` that one or else the file's, null also where people say that the example is bad.
 *
 * A union that is grouped, no join: it takes as long whatever the planner believes of the tables (0.4 s for 70,000
 * examples with 100,000 answers, where a join took minutes on old statistics).
 *
 * @param projectId an id, or SQL that names a column of one; `rowLimit` likewise
 */
export function knownLabels(projectId: string | Prisma.Sql, rowLimit: number | Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT found."row", max(found."split") AS "split", max(found."label") AS "label",
           CASE WHEN NOT bool_or(found."bad") THEN COALESCE(max(found."label"), max(found."fileLabel")) END AS "known"
    FROM (
      SELECT e."row", e."split", e."fileLabel", NULL::int AS "label", false AS "bad"
      FROM "Example" e
      WHERE e."projectId" = ${projectId} AND e."row" < ${rowLimit}
      UNION ALL
      SELECT live."row", NULL, NULL, live."label", live."kind" = 'bad'
      FROM (${liveAnnotations(projectId)}) live
    ) found
    GROUP BY found."row"
    HAVING count(found."split") > 0`;
}
