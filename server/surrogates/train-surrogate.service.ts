import type { ModelMetrics } from '@/lib/contracts/model';
import { AppError } from '@/lib/errors';
import { testMetrics } from '@/lib/metrics/test-metrics';
import { createMatrix } from '@/lib/numeric/matrix';
import { SCORES, scoreByName } from '@/lib/scores/registry';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { fitTrained } from './fit-trained.service';
import type { MadeSurrogate } from './fit-trained.service';
import { listTestLabels } from './labels.repository';
import type { LabeledRow } from './labels.repository';
import { readExternal } from './read-external.service';
import { scoreEverywhere } from './shared-scoring.service';
import { EXTERNAL_MODEL, hasHiddenLayers } from './surrogate-configuration';
import { surrogateFiles } from './surrogate-files';
import type { TrainingInputs } from './surrogates.repository';
import { testSetHash } from './test-set-hash';
import { completeSurrogate, findTrainingInputs, markAbandoned, markTraining } from './surrogates.repository';

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
  if (inputs.state === 'done') return container.blobs.removeAll(scratchOf(inputs));
  if (!(await markTraining(container.db, surrogateId))) return;
  const made =
    inputs.model === EXTERNAL_MODEL
      ? await readExternal(container, inputs, context)
      : await fitTrained(container, inputs, context);
  const test = await listTestLabels(container.db, { projectId: inputs.projectId, rowLimit: inputs.rows });
  const testProbabilities = await scoreAll(container, made, { inputs, test, context });
  const files = surrogateFiles(inputs.projectId, surrogateId);
  const { classes } = made;
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
  await made.removeSource?.();
  await container.blobs.removeAll(scratchOf(inputs));
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
  await container.blobs.removeAll(scratchOf(inputs));
  await Promise.all(DEFAULT_SCORES.map(({ name }) => container.blobs.removeAll(files.score(name))));
}

/** Writes probabilities, what the last layer saw, and default scores of every example; returns the probabilities of the test examples. */
async function scoreAll(
  container: Container,
  made: MadeSurrogate,
  { inputs, test, context }: { inputs: TrainingInputs; test: readonly LabeledRow[]; context: JobContext },
): Promise<Float32Array> {
  const { model, configuration, featureSet, featuresBlob } = inputs;
  const { parametersBlob } = made;
  const files = surrogateFiles(inputs.projectId, inputs.id);
  await scoreEverywhere(container, context, {
    surrogate: {
      ...{ model, configuration, featureSet, featuresBlob, parametersBlob },
      probabilitiesBlob: files.probabilities,
    },
    ridge: undefined,
    names: DEFAULT_SCORES.map(({ name }) => name),
    poolRows: new Int32Array(0),
    write: {
      // those of another model lie there already
      probabilities: model === EXTERNAL_MODEL ? null : { blob: files.probabilities, classes: made.classes },
      lastLayer: hasHiddenLayers(model) ? files.lastLayer : null,
    },
    scoreBlob: (name) => files.score(name),
    scratch: scratchOf(inputs),
  });
  const rows = Int32Array.from(test, ({ row }) => row);
  return (await container.matrices.readRows(files.probabilities, rows)).data;
}

function scratchOf({ projectId, id }: TrainingInputs): string {
  return `${surrogateFiles(projectId, id).folder}/parts`;
}
