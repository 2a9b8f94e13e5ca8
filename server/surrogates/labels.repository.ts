import { knownLabels } from '../annotations/known-labels';
import type { DatabaseClient } from '../db/client';

export interface LabeledRow {
  readonly row: number;
  readonly label: number;
}

/**
 * What live models train on, by row: people's label of each example of the splits pool and seed, else on the split
 * seed the label from file. Bad examples train nothing. Labels from file on the pool are for studies; the test split only measures.
 */
export async function listTrainingLabels(
  db: DatabaseClient,
  input: { projectId: string; rowLimit: number },
): Promise<LabeledRow[]> {
  return db.$queryRaw<LabeledRow[]>`
    SELECT labeled."row", labeled."label"
    FROM (
      SELECT "row", CASE "split" WHEN 'pool' THEN "label" WHEN 'seed' THEN "known" END AS "label"
      FROM (${knownLabels(input.projectId, input.rowLimit)}) examples
    ) labeled
    WHERE labeled."label" IS NOT NULL
    ORDER BY labeled."row"`;
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

/** How many training labels each class has, by class; classes without any are left out. */
export async function countTrainingLabels(
  db: DatabaseClient,
  input: { projectId: string; rowLimit: number },
): Promise<Map<number, number>> {
  const counts = await db.$queryRaw<{ label: number; labels: number }[]>`
    SELECT labeled."label", count(*)::int AS "labels"
    FROM (
      SELECT CASE "split" WHEN 'pool' THEN "label" WHEN 'seed' THEN "known" END AS "label"
      FROM (${knownLabels(input.projectId, input.rowLimit)}) examples
    ) labeled
    WHERE labeled."label" IS NOT NULL
    GROUP BY labeled."label"`;
  return new Map(counts.map(({ label, labels }) => [label, labels]));
}
