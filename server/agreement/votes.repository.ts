import type { Votes } from '@/lib/agreement/votes';
import { createVotes } from '@/lib/agreement/votes';
import type { DatabaseClient } from '../db/client';
import { Prisma } from '../db/generated/client';
import { unpackRows } from '../db/packed-rows';

/** Newest answer of each person to each example, as people gave it: neither from file nor a review. */
const newestAnswers = (projectId: string) => Prisma.sql`
  SELECT DISTINCT ON (a."row", a."userId") a."row", a."userId", a."label", a."kind", a."unsure", a."seconds"
  FROM "Annotation" a
  WHERE a."projectId" = ${projectId} AND a."undoneAt" IS NULL AND a."source" = 'person'
  ORDER BY a."row", a."userId", a."createdAt" DESC, a."id" DESC`;

/** Changes whenever somebody votes or takes a vote back. */
export async function findVotesVersion(db: DatabaseClient, projectId: string): Promise<string> {
  const { _count, _max } = await db.annotation.aggregate({
    where: { projectId, source: 'person' },
    _count: { _all: true, undoneAt: true },
    _max: { createdAt: true, undoneAt: true },
  });
  const times = [_max.createdAt, _max.undoneAt].map((time) => time?.getTime() ?? 0);
  return [_count._all, _count.undoneAt, ...times].join('-');
}

export interface ProjectVotes {
  /** items are the examples `rows`, annotators `annotatorIds`, both ascending */
  readonly votes: Votes;
  readonly rows: Int32Array;
  readonly annotatorIds: readonly string[];
  /** rows that somebody called bad and somebody else gave a label */
  readonly disputed: ReadonlySet<number>;
}

/** All votes of a project that name a class. */
export async function readVotes(
  db: DatabaseClient,
  project: { id: string; classes: number },
): Promise<ProjectVotes> {
  const [packed] = await db.$queryRaw<
    (Record<'rows' | 'annotators' | 'labels' | 'disputed', Uint8Array | null> & { ids: string[] | null })[]
  >`
    WITH answer AS (${newestAnswers(project.id)}),
    vote AS (
      SELECT "row", "userId", "label", dense_rank() OVER (ORDER BY "userId") - 1 AS "annotator"
      FROM answer WHERE "label" IS NOT NULL
    )
    SELECT string_agg(int4send("row"), ''::bytea ORDER BY "row", "annotator") AS "rows",
           string_agg(int4send("annotator"::int), ''::bytea ORDER BY "row", "annotator") AS "annotators",
           string_agg(int4send("label"), ''::bytea ORDER BY "row", "annotator") AS "labels",
           array_agg(DISTINCT "userId" ORDER BY "userId") AS "ids",
           (SELECT string_agg(int4send(d."row"), ''::bytea) FROM (
              SELECT "row" FROM answer GROUP BY "row"
              HAVING bool_or("kind" = 'bad') AND bool_or("label" IS NOT NULL)) d) AS "disputed"
    FROM vote`;
  const rowOfVote = unpackRows(packed?.rows);
  const rows = rowOfVote.filter((row, vote) => vote === 0 || row !== rowOfVote[vote - 1]);
  let place = -1;
  const item = rowOfVote.map((row) => (row === rows[place] ? place : ++place));
  const annotatorIds = packed?.ids ?? [];
  const columns = { item, annotator: unpackRows(packed?.annotators), label: unpackRows(packed?.labels) };
  const sizes = { items: rows.length, annotators: annotatorIds.length, classes: project.classes };
  return {
    votes: createVotes(columns, sizes),
    rows,
    annotatorIds,
    disputed: new Set(unpackRows(packed?.disputed)),
  };
}

export interface AnnotatorFacts {
  readonly userId: string;
  /** null for people of a labeling platform */
  readonly name: string | null;
  readonly medianSeconds: number | null;
  readonly unsure: number;
}

/** What else is known of who answered. */
export async function listAnnotatorFacts(
  db: DatabaseClient,
  input: { projectId: string; breakSeconds: number },
): Promise<Map<string, AnnotatorFacts>> {
  const { projectId, breakSeconds } = input;
  const found = await db.$queryRaw<AnnotatorFacts[]>`
    SELECT answers.*, u."name"
    FROM (
      SELECT "userId", count(*) FILTER (WHERE "unsure")::int AS "unsure",
             percentile_cont(0.5) WITHIN GROUP (ORDER BY "seconds")
               FILTER (WHERE "seconds" > 0 AND "seconds" <= ${breakSeconds}) AS "medianSeconds"
      FROM (${newestAnswers(projectId)}) answer GROUP BY "userId"
    ) answers
    LEFT JOIN "User" u ON u."id" = answers."userId"`;
  return new Map(found.map((facts) => [facts.userId, facts]));
}
