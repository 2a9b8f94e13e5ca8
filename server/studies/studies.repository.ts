import type { StudyConfig } from '@/lib/contracts/study';
import type { StudyReport } from '@/lib/contracts/study-report';
import type { CellResult } from '@/lib/studies/cell-result';
import { cellResultSchema } from '@/lib/studies/cell-result';
import { knownLabels } from '../annotations/known-labels';
import type { Study } from '../db/generated/client';
import type { WorkState } from '../db/generated/enums';
import type { DatabaseClient } from '../db/client';
import { toJson } from '../db/json';

export type { Study };

export interface LabeledExample {
  readonly row: number;
  readonly label: number;
}

export async function listStudies(db: DatabaseClient, projectId: string): Promise<Study[]> {
  return db.study.findMany({ where: { projectId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
}

export async function findStudy(
  db: DatabaseClient,
  projectId: string,
  studyId: string,
): Promise<Study | null> {
  return db.study.findFirst({ where: { id: studyId, projectId } });
}

export async function findFeatureSet(db: DatabaseClient, projectId: string, featureSetId: string) {
  return db.featureSet.findFirst({
    where: { id: featureSetId, projectId },
    select: {
      ...{ rows: true, matrixBlob: true, state: true, extractor: true, configuration: true },
      project: { select: { classes: true } },
    },
  });
}

/**
 * Examples of the split whose label is known, by row: on the pool people's label, else the one from file; on the
 * test split, which only measures, the one from file.
 */
export async function listLabeledExamples(
  db: DatabaseClient,
  input: { projectId: string; split: 'pool' | 'test'; rowLimit: number },
): Promise<LabeledExample[]> {
  const { projectId, split, rowLimit } = input;
  if (split === 'test') {
    return db.$queryRaw<LabeledExample[]>`
      SELECT "row", "fileLabel" AS "label" FROM "Example"
      WHERE "projectId" = ${projectId} AND "split" = 'test' AND "fileLabel" IS NOT NULL AND "row" < ${rowLimit}
      ORDER BY "row"`;
  }
  return db.$queryRaw<LabeledExample[]>`
    SELECT labeled."row", labeled."known" AS "label"
    FROM (${knownLabels(projectId, rowLimit)}) labeled
    WHERE labeled."split" = 'pool' AND labeled."known" IS NOT NULL
    ORDER BY labeled."row"`;
}

export async function createStudy(
  db: DatabaseClient,
  study: {
    readonly id: string;
    readonly projectId: string;
    readonly featureSetId: string;
    readonly name: string;
    readonly config: StudyConfig;
    readonly jobId: string;
  },
): Promise<void> {
  const { config, ...columns } = study;
  await db.study.create({ data: { ...columns, configuration: toJson(config) } });
}

/** What running a study reads. Null where it was removed. */
export async function findStudyInputs(db: DatabaseClient, studyId: string) {
  const study = await db.study.findUnique({
    where: { id: studyId },
    include: { project: { select: { classes: true } } },
  });
  if (!study) return null;
  const featureSet = await db.featureSet.findUnique({
    where: { id: study.featureSetId },
    select: { matrixBlob: true, extractor: true, configuration: true },
  });
  if (!featureSet?.matrixBlob) return null;
  return { study, featureSet, featuresBlob: featureSet.matrixBlob, classes: study.project.classes.length };
}

/** False where it was finished before. */
export async function markStudy(db: DatabaseClient, studyId: string, state: WorkState): Promise<boolean> {
  const { count } = await db.study.updateMany({
    where: { id: studyId, state: { not: 'done' } },
    data: { state },
  });
  return count === 1;
}

export async function listCells(db: DatabaseClient, studyId: string): Promise<Map<string, CellResult>> {
  const cells = await db.studyCell.findMany({ where: { studyId } });
  return new Map(cells.map(({ key, result }) => [key, cellResultSchema.parse(result)]));
}

/** Those of these cells that are finished, by their keys. */
export async function findCells(
  db: DatabaseClient,
  studyId: string,
  keys: readonly string[],
): Promise<Map<string, CellResult>> {
  const cells = await db.studyCell.findMany({ where: { studyId, key: { in: [...keys] } } });
  return new Map(cells.map(({ key, result }) => [key, cellResultSchema.parse(result)]));
}

export async function keepCell(
  db: DatabaseClient,
  studyId: string,
  key: string,
  result: CellResult,
): Promise<void> {
  await db.studyCell.createMany({ data: [{ studyId, key, result: toJson(result) }], skipDuplicates: true });
}

export async function removeCells(db: DatabaseClient, studyId: string): Promise<void> {
  await db.studyCell.deleteMany({ where: { studyId } });
}

/** The report is there; its cells have served. */
export async function completeStudy(
  db: DatabaseClient,
  input: { studyId: string; reportBlob: string; config: StudyReport['config']; finishedAt: Date },
): Promise<void> {
  const { studyId, reportBlob, config, finishedAt } = input;
  await db.study.update({
    where: { id: studyId },
    data: { reportBlob, configuration: toJson(config), finishedAt, state: 'done' },
  });
  await removeCells(db, studyId);
}
