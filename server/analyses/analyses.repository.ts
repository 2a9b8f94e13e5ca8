import { roleAllows } from '@/lib/contracts/access';
import type { AnalysisConfig } from '@/lib/contracts/analysis';
import { ROLES } from '@/lib/contracts/project';
import type { Analysis } from '../db/generated/client';
import type { WorkState } from '../db/generated/enums';
import type { DatabaseClient } from '../db/client';
import { toJson } from '../db/json';

export type { Analysis };

/** Newest first. */
export async function listAnalyses(db: DatabaseClient, projectId: string): Promise<Analysis[]> {
  return db.analysis.findMany({ where: { projectId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
}

export async function findAnalysis(
  db: DatabaseClient,
  projectId: string,
  analysisId: string,
): Promise<Analysis | null> {
  return db.analysis.findFirst({ where: { id: analysisId, projectId } });
}

/** The newest finished analysis of each project of the user, with the project's name. */
export async function listNewestOfProjects(db: DatabaseClient, userId: string) {
  return db.analysis.findMany({
    where: {
      state: 'done',
      project: {
        members: { some: { userId, role: { in: ROLES.filter((role) => roleAllows(role, 'viewer')) } } },
      },
    },
    distinct: ['projectId'],
    orderBy: [{ projectId: 'asc' }, { finishedAt: 'desc' }],
    select: { projectId: true, reportBlob: true, project: { select: { name: true } } },
  });
}

export async function createAnalysis(
  db: DatabaseClient,
  analysis: {
    readonly id: string;
    readonly projectId: string;
    readonly featureSetId: string;
    readonly name: string;
    readonly config: AnalysisConfig;
    readonly jobId: string;
  },
): Promise<void> {
  const { config, ...columns } = analysis;
  await db.analysis.create({ data: { ...columns, configuration: toJson(config) } });
}

/** What running an analysis reads. Null where it, or its features, were removed. */
export async function findAnalysisInputs(db: DatabaseClient, analysisId: string) {
  const analysis = await db.analysis.findUnique({
    where: { id: analysisId },
    include: { project: { select: { classes: true } }, featureSet: { select: { matrixBlob: true } } },
  });
  if (!analysis?.featureSet.matrixBlob) return null;
  const { matrixBlob: featuresBlob } = analysis.featureSet;
  return { analysis, featuresBlob, classes: analysis.project.classes.length };
}

/** Nothing where it was finished before. */
export async function markAnalysis(db: DatabaseClient, analysisId: string, state: WorkState): Promise<void> {
  await db.analysis.updateMany({ where: { id: analysisId, state: { not: 'done' } }, data: { state } });
}

export async function completeAnalysis(
  db: DatabaseClient,
  analysisId: string,
  data: { readonly reportBlob: string; readonly finishedAt: Date },
): Promise<void> {
  await db.analysis.update({ where: { id: analysisId }, data: { ...data, state: 'done' } });
}
