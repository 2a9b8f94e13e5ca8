import type { Split } from '@/lib/contracts/project';
import { liveAnnotations } from '../annotations/live-annotations';
import type { DatabaseClient } from '../db/client';
import { Prisma } from '../db/generated/client';

export interface ExampleRow {
  readonly row: number;
  readonly key: string;
  readonly split: Split;
  readonly width: number | null;
  readonly height: number | null;
  readonly thumbnailBlob: string | null;
  readonly originalBlob: string | null;
  readonly excerpt: string | null;
  readonly characters: number | null;
  readonly encoding: string | null;
  /** people's, else from file */
  readonly label: number | null;
  readonly labelSource: 'person' | 'file' | 'review' | null;
}

/** Examples of the named rows, by row; rows that do not exist are left out. */
export async function findExamplesOfRows(
  db: DatabaseClient,
  projectId: string,
  rows: readonly number[],
): Promise<Map<number, ExampleRow>> {
  const examples = await db.$queryRaw<ExampleRow[]>`
    SELECT e."row", e."key", e."split"::text AS "split", e."width", e."height", e."thumbnailBlob", e."originalBlob",
           e."excerpt", e."characters", e."encoding",
           CASE WHEN live."kind" IS DISTINCT FROM 'bad' THEN COALESCE(live."label", e."fileLabel") END AS "label",
           CASE WHEN live."label" IS NOT NULL THEN live."source"::text
                WHEN live."kind" IS DISTINCT FROM 'bad' AND e."fileLabel" IS NOT NULL THEN 'file' END AS "labelSource"
    FROM "Example" e
    LEFT JOIN LATERAL (${liveAnnotations(projectId, Prisma.sql`e."row"`)}) live ON true
    WHERE e."projectId" = ${projectId} AND e."row" = ANY(${[...rows]}::int[])`;
  return new Map(examples.map((example) => [example.row, example]));
}
