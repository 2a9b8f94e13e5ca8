import type { ModelMetrics } from '@/lib/contracts/model';
import { AppError } from '@/lib/errors';
import { testMetrics } from '@/lib/metrics/test-metrics';
import { createMatrix, rowOf } from '@/lib/numeric/matrix';
import { SCORES, scoreByName } from '@/lib/scores/registry';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import type { MatrixWriter } from '../storage/matrix-store';
import { fitTrained } from './fit-trained.service';
import { listTestLabels } from './labels.repository';
import type { LabeledRow } from './labels.repository';
import type { PoolModel } from './pool-model';
import { readExternal } from './read-external.service';
import { scorePass } from './score-pass.service';
import { EXTERNAL_MODEL, hasHiddenLayers } from './surrogate-configuration';
import { surrogateFiles } from './surrogate-files';
import type { TrainingInputs } from './surrogates.repository';
import { testSetHash } from './test-set-hash';
import { completeSurrogate, findTrainingInputs, markAbandoned, markSurrogate } from './surrogates.repository';

/** Computed with every surrogate: they cost nothing beside its probabilities. */
const DEFAULT_SCORES = SCORES.filter((score) => score.fused).map(({ name }) => scoreByName(name));

/**
 * Fits a surrogate whose training set was frozen, or takes over one from elsewhere; scores every example with it and measures it on the test split. A
 * finished one is left as it is; a half-made one is made again, with the same bytes.
 */
export async function trainSurrogate(
  container: Container,
  surrogateId: string,
  context: JobContext,
): Promise<void> {
  const started = performance.now();
  const inputs = await findTrainingInputs(container.db, surrogateId);
  if (!inputs) throw new AppError('not-found', 'The surrogate to train is not there any more.');
  if (inputs.state === 'done') return;
  await markSurrogate(container.db, surrogateId, { state: 'running' });
  const made =
    inputs.model === EXTERNAL_MODEL
      ? await readExternal(container, inputs, context)
      : await fitTrained(container, inputs, context);
  try {
    const test = await listTestLabels(container.db, { projectId: inputs.projectId, rowLimit: inputs.rows });
    const testProbabilities = await scoreAll(container, made.model, { inputs, test, context });
    const files = surrogateFiles(inputs.projectId, surrogateId);
    const { classes } = made.model;
    const metrics: ModelMetrics = {
      ...made.facts,
      test:
        test.length === 0
          ? null
          : testMetrics(
              createMatrix(testProbabilities, test.length, classes),
              Int32Array.from(test, ({ label }) => label),
              classes,
            ),
      testSet: test.length === 0 ? null : testSetHash(test),
      seconds: (performance.now() - started) / 1000,
    };
    await container.db.$transaction(async (tx) => {
      await context.saveCheckpoint('trained', tx);
      await completeSurrogate(tx, {
        surrogateId,
        projectId: inputs.projectId,
        jobId: context.jobId,
        parametersBlob: made.parametersBlob,
        probabilitiesBlob: files.probabilities,
        lastLayerBlob: hasHiddenLayers(inputs.model) ? files.lastLayer : null,
        metrics,
        scores: DEFAULT_SCORES.map(({ name }) => ({ name, matrixBlob: files.score(name) })),
      });
    });
  } finally {
    await made.dispose();
  }
  await made.removeSource?.();
}

/** After a job that gave up: the surrogate says so, and what lies half-made is removed. Its training set stays. */
export async function abandonSurrogate(
  container: Container,
  surrogateId: string,
  outcome: 'failed' | 'cancelled',
): Promise<void> {
  const inputs = await findTrainingInputs(container.db, surrogateId);
  if (!inputs || !(await markAbandoned(container.db, surrogateId, outcome))) return;
  const files = surrogateFiles(inputs.projectId, surrogateId);
  await container.blobs.removeAll(files.probabilities);
  await container.blobs.removeAll(files.lastLayer);
  await Promise.all(DEFAULT_SCORES.map(({ name }) => container.blobs.removeAll(files.score(name))));
}

/** Writes probabilities, what the last layer saw, and default scores of every example; returns the probabilities of the test examples. */
async function scoreAll(
  container: Container,
  model: PoolModel,
  task: {
    inputs: TrainingInputs;
    test: readonly LabeledRow[];
    context: JobContext;
  },
): Promise<Float32Array> {
  const { inputs, test, context } = task;
  const { rows } = inputs;
  const { classes } = model;
  const files = surrogateFiles(inputs.projectId, inputs.id);
  // those of another model lie there already
  const probabilitiesWriter =
    inputs.model === EXTERNAL_MODEL ? null : container.matrices.writer(files.probabilities, classes);
  const scoreWriters = DEFAULT_SCORES.map(({ name }) => container.matrices.writer(files.score(name), 1));
  let lastLayerWriter: MatrixWriter | null = null;
  const testProbabilities = new Float32Array(test.length * classes);
  let nextTest = 0;
  for await (const shard of scorePass({
    model,
    scores: DEFAULT_SCORES.map((score) => ({ score, run: score.begin() })),
    signal: context.signal,
  })) {
    const { firstRow, probabilities, lastLayer, scores } = shard;
    await probabilitiesWriter?.append(probabilities);
    if (hasHiddenLayers(inputs.model)) {
      lastLayerWriter ??= container.matrices.writer(files.lastLayer, lastLayer.columns);
      await lastLayerWriter.append(lastLayer);
    }
    for (const [index, writer] of scoreWriters.entries()) {
      await writer.append(createMatrix(scores[index] as Float32Array, probabilities.rows, 1));
    }
    const end = firstRow + probabilities.rows;
    for (let next = test[nextTest]; next && next.row < end; next = test[++nextTest]) {
      testProbabilities.set(rowOf(probabilities, next.row - firstRow), nextTest * classes);
    }
    context.progress({ done: end, total: rows, unit: 'examples', message: 'Scoring' });
  }
  for (const writer of [probabilitiesWriter, lastLayerWriter, ...scoreWriters]) await writer?.finish();
  return testProbabilities;
}
