import type { Split } from '@/lib/contracts/project';
import type { DatabaseClient } from '../db/client';

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
  /** of the newest annotation, else from file */
  readonly label: number | null;
  readonly labelSource: 'person' | 'file' | null;
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
           COALESCE(live."label", e."fileLabel") AS "label",
           CASE WHEN COALESCE(live."label", e."fileLabel") IS NULL THEN NULL
                WHEN live."label" IS NULL THEN 'file' ELSE live."source"::text END AS "labelSource"
    FROM "Example" e
    LEFT JOIN LATERAL (
      SELECT a."label", a."source" FROM "Annotation" a
      WHERE a."projectId" = e."projectId" AND a."row" = e."row" AND a."undoneAt" IS NULL
      ORDER BY a."createdAt" DESC, a."id" DESC
      LIMIT 1
    ) live ON true
    WHERE e."projectId" = ${projectId} AND e."row" = ANY(${[...rows]}::int[])`;
  return new Map(examples.map((example) => [example.row, example]));
}
