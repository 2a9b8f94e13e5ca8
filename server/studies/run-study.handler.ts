import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { StudyReport } from '@/lib/contracts/study-report';
import { REPORT_FILES, type ReportFile } from '@/lib/studies/report-file-names';
import type { CellResult } from '@/lib/studies/cell-result';
import type { StudyShares } from '@/lib/studies/study-shares';
import type { Container } from '../container';
import type { JobContext, JobHandler } from '../jobs/job';
import { shareOut } from '../jobs/parts/share-out';
import { putChecked } from '../storage/checked-blob';
import { cellPayloads, runCellsPart } from './cell-parts';
import { runStudyJob } from './run-study.job';
import {
  completeStudy,
  findStudyInputs,
  keepCell,
  listCells,
  markStudy,
  removeCells,
} from './studies.repository';
import type { StudyBench } from './study-bench';
import { studyFiles } from './study-files';

/** Runs a study with all workers that are free; what an earlier attempt finished is not run again. */
export const runStudyHandler: JobHandler<z.infer<typeof runStudyJob.payload>> = {
  definition: runStudyJob,
  async run(container, { studyId }, context) {
    const startedAt = performance.now();
    const inputs = await findStudyInputs(container.db, studyId);
    if (!inputs) throw new AppError('not-found', 'The study to run is not there any more.');
    const files = studyFiles(inputs.study.projectId, studyId);
    if (inputs.study.state === 'done') return container.blobs.removeAll(files.scoredPools);
    await markStudy(container.db, studyId, 'running');

    // worker threads and pictures are for workers alone: whoever only lists handlers loads neither
    const { withStudyBench, closeIdleBenches } = await import('./study-bench');
    const work = (bench: StudyBench) => runShared(container, studyId, bench, context, startedAt);
    const report = await withStudyBench(container, studyId, work).finally(closeIdleBenches);
    await keepReport(container, studyId, files, report, context);
    await container.blobs.removeAll(files.scoredPools);
  },
  async ended(container, { studyId }, outcome) {
    if (!(await markStudy(container.db, studyId, outcome))) return;
    await removeCells(container.db, studyId);
    const inputs = await findStudyInputs(container.db, studyId);
    if (!inputs) return;
    await container.blobs.removeAll(studyFiles(inputs.study.projectId, studyId).scoredPools);
  },
};

/** Surrogates first, then what looks at them; what compares surrogates is left to this worker. */
async function runShared(
  container: Container,
  studyId: string,
  { study, shares, scoredPools }: StudyBench,
  context: JobContext,
  startedAt: number,
): Promise<StudyReport> {
  const progress = new SharesDone(shares, context);
  for (const step of ['first', 'second'] as const) {
    const payloads = cellPayloads(studyId, shares, step);
    const onProgress = (done: ReadonlySet<number>) => progress.tell(step, done);
    await shareOut(container, context, runCellsPart, { stage: `cells-${step}`, payloads, onProgress });
  }
  const { finishStudy } = await import('./run-study');
  const world = {
    signal: context.signal,
    scoredPools,
    finishedCells: await listCells(container.db, studyId),
    onCell: (key: string, result: CellResult) =>
      container.db.$transaction(async (tx) => {
        // fails once another worker has taken the study over
        await context.saveCheckpoint(key, tx);
        await keepCell(tx, studyId, key, result);
      }),
  };
  return finishStudy(study, world, startedAt);
}

/** By work, not by fits: a large one takes a thousand times as long as a small one. */
class SharesDone {
  private readonly done = { first: { cost: 0, cells: 0 }, second: { cost: 0, cells: 0 } };
  private readonly total: { readonly cost: number; readonly cells: number };

  constructor(
    private readonly shares: StudyShares,
    private readonly context: JobContext,
  ) {
    this.total = addUp([...shares.first, ...shares.second]);
  }

  tell(step: keyof StudyShares, done: ReadonlySet<number>): void {
    this.done[step] = addUp(this.shares[step].filter((_, number) => done.has(number)));
    const { first, second } = this.done;
    const share = (first.cost + second.cost) / this.total.cost;
    this.context.progress({
      done: Math.floor(Math.min(1, share) * 1000) / 10,
      total: 100,
      unit: '%',
      message: `${first.cells + second.cells} of ${this.total.cells} fits`,
    });
  }
}

function addUp(shares: StudyShares['first']): { cost: number; cells: number } {
  return {
    cost: shares.reduce((sum, { cost }) => sum + cost, 0),
    cells: shares.reduce((sum, { keys }) => sum + keys.length, 0),
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
