import { randomUUID } from 'node:crypto';
import { analysisFileNames } from '@/lib/analysis/analysis-file-names';
import {
  analysisConfigSchema,
  analysisReportSchema,
  type AnalysisConfig,
  type AnalysisReport,
  type AnalysisView,
} from '@/lib/contracts/analysis';
import type { ErrorView } from '@/lib/contracts/job';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { findJobErrors } from '../jobs/job-errors.repository';
import { findFeatureSet, listLabeledExamples } from '../studies/studies.repository';
import { putStudyExamples } from '../studies/study-examples';
import type { Analysis } from './analyses.repository';
import { createAnalysis, findAnalysis, listAnalyses, listNewestOfProjects } from './analyses.repository';
import { analysisBlobs } from './analysis-blobs';
import { analysisJob } from './analysis.job';
import { getChecked } from '../storage/checked-blob';

interface AnalysisInput {
  readonly projectId: string;
  readonly analysisId: string;
}

/** Simplicity and redundancy of a data set that has been analysed. */
export interface DataSetNumbers {
  readonly projectId: string;
  readonly name: string;
  readonly simplicity: number;
  readonly redundancy: number;
}

export async function list(container: Container, projectId: string): Promise<AnalysisView[]> {
  const analyses = await listAnalyses(container.db, projectId);
  const errors = await findJobErrors(
    container.db,
    analyses.map(({ jobId }) => jobId),
  );
  return analyses.map((analysis) => toView(analysis, errors));
}

/**
 * Starts an analysis of the pool's labels as they are now.
 *
 * @throws AppError `conflict` where there is too little to analyse yet
 */
export async function start(
  container: Container,
  input: { projectId: string; featureSetId: string; name: string; config: AnalysisConfig },
): Promise<{ analysisId: string; jobId: string }> {
  const { projectId, featureSetId, name, config } = input;
  const featureSet = await findFeatureSet(container.db, projectId, featureSetId);
  if (!featureSet) throw new AppError('not-found', 'There is no such feature set in this project.');
  if (featureSet.state !== 'done') {
    throw new AppError('conflict', 'This feature set is not finished.', 'Wait for it on the page Features.');
  }
  const pool = await listLabeledExamples(container.db, {
    projectId,
    split: 'pool',
    rowLimit: featureSet.rows,
  });
  if (new Set(pool.map(({ label }) => label)).size < 2) {
    throw new AppError(
      'conflict',
      pool.length === 0 ? 'No example of the pool has a label.' : 'All labels of the pool are of one class.',
      'An analysis needs labels of two classes at least: ingest them with the files, or label a batch.',
    );
  }
  const analysisId = randomUUID();
  const { examples } = analysisBlobs(projectId, analysisId);
  await putStudyExamples(container.blobs, examples, { pool, test: [] });
  const jobId = await container.db.$transaction(async (tx) => {
    const job = await container.jobs.enqueue(analysisJob, { projectId, payload: { analysisId }, tx });
    await createAnalysis(tx, { id: analysisId, projectId, featureSetId, name, config, jobId: job });
    return job;
  });
  return { analysisId, jobId };
}

/** Null until the analysis is done. @throws AppError `not-found` */
export async function report(container: Container, input: AnalysisInput): Promise<AnalysisReport | null> {
  const { reportBlob } = await requireAnalysis(container, input);
  return reportBlob === null ? null : readReport(container, reportBlob);
}

/** The newest numbers of each project that the user may look around in, so that data sets stand on one chart. */
export async function dataSets(container: Container, userId: string): Promise<DataSetNumbers[]> {
  const newest = await listNewestOfProjects(container.db, userId);
  return Promise.all(
    newest.flatMap(({ projectId, reportBlob, project }) =>
      reportBlob === null
        ? []
        : [
            readReport(container, reportBlob).then(({ simplicity, redundancy }) => ({
              projectId,
              name: project.name,
              simplicity,
              redundancy,
            })),
          ],
    ),
  );
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
};

/** One of the analysis' files. @throws AppError `not-found` for a file that there is not, or not yet */
export async function analysisFile(
  container: Container,
  { file, ...input }: AnalysisInput & { readonly file: string },
): Promise<{ contentType: string; bytes: Buffer }> {
  const analysis = await requireAnalysis(container, input);
  const { models } = analysisConfigSchema.parse(analysis.configuration);
  const contentType = CONTENT_TYPES[file.split('.').at(-1) ?? ''];
  if (!contentType || !analysisFileNames({ models }).includes(file))
    throw new AppError('not-found', 'An analysis has no such file.');
  if (!analysis.reportBlob)
    throw new AppError('not-found', 'This analysis is not done yet.', 'Wait until it is.');
  const { file: keyOf } = analysisBlobs(input.projectId, input.analysisId);
  return { contentType, bytes: await getChecked(container.blobs, keyOf(file)) };
}

async function readReport(container: Container, reportBlob: string): Promise<AnalysisReport> {
  const bytes = await getChecked(container.blobs, reportBlob);
  return analysisReportSchema.parse(JSON.parse(bytes.toString('utf8')));
}

async function requireAnalysis(container: Container, input: AnalysisInput): Promise<Analysis> {
  const analysis = await findAnalysis(container.db, input.projectId, input.analysisId);
  if (!analysis) throw new AppError('not-found', 'There is no such analysis in this project.');
  return analysis;
}

function toView(analysis: Analysis, errors: ReadonlyMap<string, ErrorView>): AnalysisView {
  const { id, name, featureSetId, configuration, state, jobId, createdAt, finishedAt } = analysis;
  return {
    id,
    name,
    featureSetId,
    configuration: analysisConfigSchema.parse(configuration),
    state,
    jobId,
    error: errors.get(jobId ?? '') ?? null,
    createdAt,
    finishedAt,
  };
}
