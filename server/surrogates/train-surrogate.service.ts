import type { ModelMetrics } from '@/lib/contracts/model';
import { AppError } from '@/lib/errors';
import { testMetrics } from '@/lib/metrics/test-metrics';
import { createMatrix, rowOf } from '@/lib/numeric/matrix';
import { SCORES, scoreByName } from '@/lib/scores/registry';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import type { SoftmaxData, TensorEngine } from '@/lib/surrogates/tensor-engine';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { putFloat64 } from '../storage/float64-blob';
import { resolveRidge } from './resolve-ridge.service';
import { listTestLabels } from './labels.repository';
import type { LabeledRow } from './labels.repository';
import { scorePass } from './score-pass.service';
import { surrogateFiles } from './surrogate-files';
import type { TrainingInputs } from './surrogates.repository';
import { completeSurrogate, findTrainingInputs, markAbandoned, markSurrogate } from './surrogates.repository';
import { decodeTrainingSet } from './training-set.service';

/** Computed with every surrogate: they cost nothing beside its probabilities. */
const DEFAULT_SCORES = SCORES.filter((score) => score.fused).map(({ name }) => scoreByName(name));

/**
 * Fits a surrogate whose training set was frozen, scores every example with it and measures it on the test split. A
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
  const engine = await container.engine();
  const data = await readTrainingData(container, inputs);

  context.progress({ done: 0, total: inputs.rows, unit: 'examples', message: 'Training' });
  const { ridge, ridgeFrom, ridgePath } = await resolveRidge(engine, data, inputs, context.signal);
  const fit = await fitSoftmax(engine, data, { ridge, signal: context.signal });

  const test = await listTestLabels(container.db, { projectId: inputs.projectId, rowLimit: inputs.rows });
  const testProbabilities = await scoreAll(container, engine, {
    inputs,
    parameters: fit.parameters,
    test,
    context,
  });
  const files = surrogateFiles(inputs.projectId, surrogateId);
  await putFloat64(container.blobs, files.parameters, fit.parameters, [
    data.features.columns + 1,
    inputs.classes,
  ]);
  const metrics: ModelMetrics = {
    engine: engine.info,
    ridge,
    ridgeFrom,
    ridgePath,
    objective: fit.objective,
    iterations: fit.iterations,
    trainingLabels: data.labels.length,
    absentClasses: fit.absentClasses,
    test:
      test.length === 0
        ? null
        : testMetrics(
            createMatrix(testProbabilities, test.length, inputs.classes),
            Int32Array.from(test, ({ label }) => label),
            inputs.classes,
          ),
    seconds: (performance.now() - started) / 1000,
  };
  await container.db.$transaction(async (tx) => {
    await context.saveCheckpoint('trained', tx);
    await completeSurrogate(tx, {
      surrogateId,
      projectId: inputs.projectId,
      jobId: context.jobId,
      parametersBlob: files.parameters,
      probabilitiesBlob: files.probabilities,
      metrics,
      scores: DEFAULT_SCORES.map(({ name }) => ({ name, matrixBlob: files.score(name) })),
    });
  });
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
  await Promise.all(DEFAULT_SCORES.map(({ name }) => container.blobs.removeAll(files.score(name))));
}

async function readTrainingData(container: Container, inputs: TrainingInputs): Promise<SoftmaxData> {
  const training = decodeTrainingSet(await container.matrices.read(inputs.trainingBlob));
  const features = await container.matrices.readRows(inputs.featuresBlob, training.rows);
  return { features, labels: training.labels, weights: training.weights, classes: inputs.classes };
}

/** Writes probabilities and default scores of every example; returns the probabilities of the test examples. */
async function scoreAll(
  container: Container,
  engine: TensorEngine,
  task: {
    inputs: TrainingInputs;
    parameters: Float64Array;
    test: readonly LabeledRow[];
    context: JobContext;
  },
): Promise<Float32Array> {
  const { inputs, parameters, test, context } = task;
  const { classes, rows, featuresBlob } = inputs;
  const files = surrogateFiles(inputs.projectId, inputs.id);
  const probabilitiesWriter = container.matrices.writer(files.probabilities, classes);
  const scoreWriters = DEFAULT_SCORES.map(({ name }) => container.matrices.writer(files.score(name), 1));
  const testProbabilities = new Float32Array(test.length * classes);
  let nextTest = 0;
  for await (const shard of scorePass(engine, container.matrices, {
    featuresBlob,
    parameters,
    classes,
    scores: DEFAULT_SCORES.map((score) => ({ score, run: score.begin() })),
    signal: context.signal,
  })) {
    const { firstRow, probabilities, scores } = shard;
    await probabilitiesWriter.append(probabilities);
    for (const [index, writer] of scoreWriters.entries()) {
      await writer.append(createMatrix(scores[index] as Float32Array, probabilities.rows, 1));
    }
    const end = firstRow + probabilities.rows;
    for (let next = test[nextTest]; next && next.row < end; next = test[++nextTest]) {
      testProbabilities.set(rowOf(probabilities, next.row - firstRow), nextTest * classes);
    }
    context.progress({ done: end, total: rows, unit: 'examples', message: 'Scoring' });
  }
  for (const writer of [probabilitiesWriter, ...scoreWriters]) await writer.finish();
  return testProbabilities;
}
