import type { z } from 'zod';
import { analysisConfigSchema, type AnalysisReport } from '@/lib/contracts/analysis';
import { AppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import type { JobHandler } from '../jobs/job';
import { putChecked } from '../storage/checked-blob';
import { getStudyExamples } from '../studies/study-examples';
import { completeAnalysis, findAnalysisInputs, markAnalysis } from './analyses.repository';
import { analysisBlobs } from './analysis-blobs';
import { analysisJob } from './analysis.job';

/** Runs an analysis on the labels that were frozen when it was started; a finished one is left as it is. */
export const analysisHandler: JobHandler<z.infer<typeof analysisJob.payload>> = {
  definition: analysisJob,
  async run(container, { analysisId }, context) {
    const startedAt = performance.now();
    const inputs = await findAnalysisInputs(container.db, analysisId);
    if (!inputs) throw new AppError('not-found', 'The analysis to run is not there any more.');
    const { analysis, featuresBlob, classes } = inputs;
    if (analysis.state === 'done') return;
    await markAnalysis(container.db, analysisId, 'running');
    const blobs = analysisBlobs(analysis.projectId, analysisId);
    const { pool } = await getStudyExamples(container.blobs, blobs.examples);
    const rows = Int32Array.from(pool, ({ row }) => row);
    const data = {
      features: await container.matrices.readRows(featuresBlob, rows),
      labels: Int32Array.from(pool, ({ label }) => label),
      weights: null,
      classes,
    };

    // pictures are for workers alone: whoever only lists handlers does not load them
    const { runAnalysis } = await import('@/lib/analysis/run-analysis');
    const { analysisFiles } = await import('../reports/analysis-files');
    const { report: measured, norms } = await runAnalysis(
      await container.engine(),
      data,
      analysisConfigSchema.parse(analysis.configuration),
      {
        signal: context.signal,
        onProgress: ({ done, total }) =>
          context.progress({ done, total, unit: 'epochs', message: 'Training and measuring' }),
      },
    );
    const report: AnalysisReport = { ...measured, seconds: (performance.now() - startedAt) / 1000 };
    const columns = norms.length;
    const values = new Float32Array(rows.length * columns);
    norms.forEach((ofModel, model) =>
      ofModel.forEach((norm, place) => (values[place * columns + model] = norm)),
    );
    await container.matrices.write(blobs.norms, createMatrix(values, rows.length, columns));
    for (const [name, bytes] of Object.entries(analysisFiles(report))) {
      await putChecked(container.blobs, blobs.file(name), bytes);
    }
    await container.db.$transaction(async (tx) => {
      await context.saveCheckpoint('analysed', tx);
      const reportBlob = blobs.file('report.json');
      await completeAnalysis(tx, analysisId, { reportBlob, finishedAt: new Date() });
    });
  },
  async ended(container, { analysisId }, outcome) {
    await markAnalysis(container.db, analysisId, outcome);
  },
};
