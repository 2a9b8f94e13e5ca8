import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { StudyReport } from '@/lib/contracts/study-report';
import { studyConfigSchema } from '@/lib/contracts/study';
import { REPORT_FILES, type ReportFile } from '@/lib/studies/report-file-names';
import type { StudyData } from '@/lib/studies/study-data';
import type { Container } from '../container';
import { imageShapeOf } from '../features/image-shape';
import type { JobContext, JobHandler } from '../jobs/job';
import { putChecked } from '../storage/checked-blob';
import { runStudyJob } from './run-study.job';
import {
  completeStudy,
  findStudyInputs,
  keepCell,
  listCells,
  markStudy,
  removeCells,
} from './studies.repository';
import { getStudyExamples } from './study-examples';
import { studyFiles } from './study-files';

/** Runs a study; what an earlier attempt finished is not run again. */
export const runStudyHandler: JobHandler<z.infer<typeof runStudyJob.payload>> = {
  definition: runStudyJob,
  async run(container, { studyId }, context) {
    const inputs = await findStudyInputs(container.db, studyId);
    if (!inputs) throw new AppError('not-found', 'The study to run is not there any more.');
    const { study, featureSet, featuresBlob, classes } = inputs;
    if (study.state === 'done') return;
    await markStudy(container.db, studyId, 'running');
    const files = studyFiles(study.projectId, studyId);
    const matrices = await readStudyData(container, files.examples, featuresBlob, classes);
    const data = { ...matrices, image: imageShapeOf(featureSet) };
    const finishedCells = await listCells(container.db, studyId);

    // worker threads and pictures are for workers alone: whoever only lists handlers loads neither
    const { runStudy } = await import('./run-study');
    const report = await runStudy({
      data,
      config: studyConfigSchema.parse(study.configuration),
      engine: container.env.engine,
      signal: context.signal,
      finishedCells,
      // by work, not by fits: a large one takes a thousand times as long as a small one
      onProgress: ({ done, total, share }) =>
        context.progress({
          done: Math.floor(share * 1000) / 10,
          total: 100,
          unit: '%',
          message: `${done} of ${total} fits`,
        }),
      onCell: (key, result) =>
        container.db.$transaction(async (tx) => {
          // fails once another worker has taken the study over
          await context.saveCheckpoint(key, tx);
          await keepCell(tx, studyId, key, result);
        }),
    });
    await keepReport(container, studyId, files, report, context);
  },
  async ended(container, { studyId }, outcome) {
    if (await markStudy(container.db, studyId, outcome)) await removeCells(container.db, studyId);
  },
};

async function readStudyData(
  container: Container,
  examplesBlob: string,
  featuresBlob: string,
  classes: number,
): Promise<StudyData> {
  const { pool, test } = await getStudyExamples(container.blobs, examplesBlob);
  const rowsOf = (part: typeof pool) => Int32Array.from(part, ({ row }) => row);
  const labelsOf = (part: typeof pool) => Int32Array.from(part, ({ label }) => label);
  return {
    pool: await container.matrices.readRows(featuresBlob, rowsOf(pool)),
    labels: labelsOf(pool),
    test: await container.matrices.readRows(featuresBlob, rowsOf(test)),
    testLabels: labelsOf(test),
    classes,
  };
}

/** The files first, then the row that names them: a crash in between leaves a study that is run to its end again. */
async function keepReport(
  container: Container,
  studyId: string,
  files: ReturnType<typeof studyFiles>,
  report: StudyReport,
  context: JobContext,
): Promise<void> {
  const { reportFiles } = await import('../reports/report-files');
  const contents = reportFiles(report);
  for (const file of Object.keys(REPORT_FILES) as ReportFile[]) {
    await putChecked(container.blobs, files.report(file), contents[file]);
  }
  await container.db.$transaction(async (tx) => {
    await context.saveCheckpoint('reported', tx);
    await completeStudy(tx, {
      studyId,
      reportBlob: files.report('report.json'),
      config: report.config,
      finishedAt: new Date(),
    });
  });
}
