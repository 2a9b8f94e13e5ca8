import { liveAnnotations } from '../annotations/live-annotations';
import type { DatabaseClient } from '../db/client';

export interface LabeledRow {
  readonly row: number;
  readonly label: number;
}

/**
 * What live models train on, by row: the newest annotation of each example of the splits pool and seed, else on the
 * split seed the label from file. Labels from file on the pool are for studies; the test split only measures.
 */
export async function listTrainingLabels(
  db: DatabaseClient,
  input: { projectId: string; rowLimit: number },
): Promise<LabeledRow[]> {
  return db.$queryRaw<LabeledRow[]>`
    SELECT e."row", COALESCE(live."label", e."fileLabel") AS "label"
    FROM "Example" e
    LEFT JOIN (${liveAnnotations(input.projectId)}) live ON live."row" = e."row"
    WHERE e."projectId" = ${input.projectId} AND e."row" < ${input.rowLimit}
      AND (
        (e."split" IN ('pool', 'seed') AND live."label" IS NOT NULL)
        OR (e."split" = 'seed' AND e."fileLabel" IS NOT NULL)
      )
    ORDER BY e."row"`;
}

/** Labeled examples of the split test, by row. */
export async function listTestLabels(
  db: DatabaseClient,
  input: { projectId: string; rowLimit: number },
): Promise<LabeledRow[]> {
  return db.$queryRaw<LabeledRow[]>`
    SELECT "row", "fileLabel" AS "label" FROM "Example"
    WHERE "projectId" = ${input.projectId} AND "split" = 'test' AND "fileLabel" IS NOT NULL
      AND "row" < ${input.rowLimit}
    ORDER BY "row"`;
}
