import { Prisma } from '../db/generated/client';

/**
 * SQL of what people's answers to each example amount to, as (row, label, kind, source); null labels are skips and bad
 * data. In this order:
 *
 * 1. the newest decision of a review;
 * 2. the consensus of the votes that name a class. A person's newest answer is their vote. The class with most votes
 *    counts, of equally many the one with the newest; where the project says `dawid-skene`, more than one vote is
 *    weighed by ConsensusLabel;
 * 3. the newest skip, or word that the example is bad.
 *
 * Join it with other tables by knownLabels, or within LATERAL: a plain join is planned as loops within loops wherever the
 * statistics are older than the answers.
 *
 * @param projectId an id, or SQL that names a column of one
 * @param rows only these, or SQL that names the column of the one
 */
export function liveAnnotations(
  projectId: string | Prisma.Sql,
  rows?: readonly number[] | Prisma.Sql,
): Prisma.Sql {
  const project = Prisma.sql`${projectId}`;
  const onRows =
    rows === undefined
      ? Prisma.empty
      : rows instanceof Prisma.Sql
        ? Prisma.sql`AND a."row" = ${rows}`
        : Prisma.sql`AND a."row" = ANY(${[...rows]}::int[])`;
  return Prisma.sql`
    SELECT counting."row", counting."kind", counting."source",
           CASE WHEN counting."labels" > 1 THEN COALESCE(weighed."label", counting."label")
                ELSE counting."label" END AS "label"
    FROM (
      SELECT DISTINCT ON (vote."row") vote.*,
             CASE WHEN vote."rank" = 1 THEN count(*) OVER (PARTITION BY vote."row", vote."rank") END AS "labels"
      FROM (
        SELECT newest.*, count(*) OVER (PARTITION BY newest."row", newest."rank", newest."label") AS "votes"
        FROM (
          SELECT DISTINCT ON (a."row", a."userId", a."source" = 'review')
                 a."row", a."label", a."kind", a."source", a."createdAt", a."id",
                 CASE WHEN a."source" = 'review' THEN 0 WHEN a."label" IS NOT NULL THEN 1 ELSE 2 END AS "rank"
          FROM "Annotation" a
          WHERE a."projectId" = ${project} AND a."undoneAt" IS NULL ${onRows}
          ORDER BY a."row", a."userId", a."source" = 'review', a."createdAt" DESC, a."id" DESC
        ) newest
      ) vote
      ORDER BY vote."row", vote."rank", CASE WHEN vote."rank" = 1 THEN vote."votes" END DESC,
               vote."createdAt" DESC, vote."id" DESC
    ) counting
    LEFT JOIN "ConsensusLabel" weighed
      ON weighed."projectId" = ${project} AND weighed."row" = counting."row"
      AND EXISTS (SELECT 1 FROM "Project" p WHERE p."id" = ${project} AND p."consensus" = 'dawid-skene')`;
}
