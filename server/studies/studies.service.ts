import { randomUUID } from 'node:crypto';
import type { ErrorView } from '@/lib/contracts/job';
import type { StudyConfig, StudyView } from '@/lib/contracts/study';
import type { StudyReport } from '@/lib/contracts/study-report';
import { studyConfigSchema } from '@/lib/contracts/study';
import { studyReportSchema } from '@/lib/contracts/study-report';
import { AppError } from '@/lib/errors';
import { resolveStudyConfig } from '@/lib/studies/study-config';
import { EXTERNAL_MODEL, requireImages } from '@/lib/studies/study-model';
import { planStudy } from '@/lib/studies/study-plan';
import { REPORT_FILES, type ReportFile } from '@/lib/studies/report-file-names';
import type { Container } from '../container';
import { imageShapeOf } from '../features/image-shape';
import { findJobErrors } from '../jobs/job-errors.repository';
import { runStudyJob } from './run-study.job';
import type { Study } from './studies.repository';
import {
  createStudy,
  findFeatureSet,
  findStudy,
  listLabeledExamples,
  listStudies,
} from './studies.repository';
import { putStudyExamples } from './study-examples';
import { studyFiles } from './study-files';
import { getChecked } from '../storage/checked-blob';

export async function list(container: Container, projectId: string): Promise<StudyView[]> {
  const studies = await listStudies(container.db, projectId);
  const errors = await findJobErrors(
    container.db,
    studies.map(({ jobId }) => jobId),
  );
  return studies.map((study) => toView(study, errors));
}

/** @throws AppError `not-found` */
export async function get(
  container: Container,
  input: { projectId: string; studyId: string },
): Promise<StudyView> {
  const study = await requireStudy(container, input);
  return toView(study, await findJobErrors(container.db, [study.jobId]));
}

/**
 * Starts a study on the labels as they are now.
 *
 * @throws AppError `conflict` where there is nothing to study yet, `bad-input` where the configuration does not fit
 */
export async function start(
  container: Container,
  input: { projectId: string; featureSetId: string; name: string; config: StudyConfig },
): Promise<{ studyId: string; jobId: string }> {
  const { projectId, featureSetId, name } = input;
  const config = resolveStudyConfig(input.config);
  const featureSet = await findFeatureSet(container.db, projectId, featureSetId);
  if (!featureSet) throw new AppError('not-found', 'There is no such feature set in this project.');
  if (featureSet.state !== 'done') {
    throw new AppError('conflict', 'This feature set is not finished.', 'Wait for it on the page Features.');
  }
  const [pool, test] = await Promise.all([
    listLabeledExamples(container.db, { projectId, split: 'pool', rowLimit: featureSet.rows }),
    listLabeledExamples(container.db, { projectId, split: 'test', rowLimit: featureSet.rows }),
  ]);
  requireExamples(pool.length, test.length, featureSet.project.classes.length);
  requireOwnData(config);
  planStudy(config, pool.length);
  requireImages(config, imageShapeOf(featureSet));

  const studyId = randomUUID();
  await putStudyExamples(container.blobs, studyFiles(projectId, studyId).examples, { pool, test });
  const jobId = await container.db.$transaction(async (tx) => {
    const job = await container.jobs.enqueue(runStudyJob, { projectId, payload: { studyId }, tx });
    await createStudy(tx, { id: studyId, projectId, featureSetId, name, config, jobId: job });
    return job;
  });
  return { studyId, jobId };
}

/** Other features and models of others come as files; the app has those of one feature set. */
function requireOwnData({ surrogates }: StudyConfig): void {
  const foreign = surrogates.find(
    ({ features, model }) => features !== undefined || model === EXTERNAL_MODEL,
  );
  if (!foreign) return;
  throw new AppError(
    'bad-input',
    `The surrogate “${foreign.name}” looks at data beside the feature set of the study.`,
    'Run such a study by `winnow study`, which takes files for it.',
  );
}

function requireExamples(pool: number, test: number, classes: number): void {
  const refuse = (message: string, remedy: string): never => {
    throw new AppError('conflict', message, remedy);
  };
  if (pool === 0) {
    refuse(
      'No example of the pool has a label.',
      'A study needs labels of the pool: ingest them with the files.',
    );
  }
  if (test === 0)
    refuse('The test split has no labels.', 'Ingest test examples with labels: they measure the error.');
  if (classes < 2) refuse('The project has one class only.', 'A study needs two classes at least.');
}

/** Null until the study is done. @throws AppError `not-found` */
export async function report(
  container: Container,
  input: { projectId: string; studyId: string },
): Promise<StudyReport | null> {
  const study = await requireStudy(container, input);
  if (!study.reportBlob) return null;
  const bytes = await getChecked(container.blobs, study.reportBlob);
  return studyReportSchema.parse(JSON.parse(bytes.toString('utf8')));
}

/** One of the report's files. @throws AppError `not-found` for a file that there is not, or not yet */
export async function reportFile(
  container: Container,
  input: { projectId: string; studyId: string; file: string },
): Promise<{ contentType: string; bytes: Buffer }> {
  const { projectId, studyId, file } = input;
  const study = await requireStudy(container, input);
  if (!isReportFile(file)) throw new AppError('not-found', 'A report has no such file.');
  if (!study.reportBlob)
    throw new AppError('not-found', 'This study has no report yet.', 'Wait until it is done.');
  const bytes = await getChecked(container.blobs, studyFiles(projectId, studyId).report(file));
  return { contentType: REPORT_FILES[file], bytes };
}

function isReportFile(file: string): file is ReportFile {
  return Object.hasOwn(REPORT_FILES, file);
}

async function requireStudy(
  container: Container,
  input: { projectId: string; studyId: string },
): Promise<Study> {
  const study = await findStudy(container.db, input.projectId, input.studyId);
  if (!study) throw new AppError('not-found', 'There is no such study in this project.');
  return study;
}

function toView(study: Study, errors: ReadonlyMap<string, ErrorView>): StudyView {
  const { id, name, configuration, state, jobId, createdAt, finishedAt } = study;
  return {
    id,
    name,
    configuration: studyConfigSchema.parse(configuration),
    state,
    jobId,
    error: errors.get(jobId ?? '') ?? null,
    createdAt,
    finishedAt,
  };
}
