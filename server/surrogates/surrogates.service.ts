import { randomUUID } from 'node:crypto';
import type { ModelInfo, ModelMetrics, SurrogateRequest, SurrogateView } from '@/lib/contracts/model';
import { describeParameters } from '@/lib/contracts/parameters';
import type { ErrorView } from '@/lib/contracts/job';
import { AppError } from '@/lib/errors';
import { modelByName, MODELS, networkOf } from '@/lib/surrogates/models';
import { refreshConsensus } from '../agreement/derived-votes.service';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { imageShapeOf } from '../features/image-shape';
import { findJobErrors } from '../jobs/job-errors.repository';
import { findDamage } from '../storage/find-damage';
import { EXTERNAL_MODEL, hasHiddenLayers } from './surrogate-configuration';
import { surrogateFiles } from './surrogate-files';
import type { Surrogate } from './surrogates.repository';
import {
  claimSurrogate,
  findFeatureSet,
  findProjectClasses,
  findSurrogate,
  listSurrogates,
  markSurrogate,
  reopenSurrogate,
} from './surrogates.repository';
import { trainSurrogateJob } from './train-surrogate.job';
import { collectTrainingSet, encodeTrainingSet, surrogateKey } from './training-set.service';

/** Every model that can be trained, with the fields that a screen asks for. */
export function models(): ModelInfo[] {
  return MODELS.map((definition) => {
    const { name, title, description, needsImages } = definition;
    return { name, title, description, needsImages, parameters: describeParameters(definition) };
  });
}

export async function list(container: Container, projectId: string): Promise<SurrogateView[]> {
  const surrogates = await listSurrogates(container.db, projectId);
  const errors = await findJobErrors(
    container.db,
    surrogates.map(({ jobId }) => jobId),
  );
  return surrogates.map((surrogate) => toView(surrogate, errors));
}

/** @throws AppError `not-found` */
export async function get(
  container: Container,
  input: { projectId: string; surrogateId: string },
): Promise<SurrogateView> {
  const surrogate = await findSurrogate(container.db, input.projectId, input.surrogateId);
  if (!surrogate) throw new AppError('not-found', 'There is no such surrogate in this project.');
  return toView(surrogate, await findJobErrors(container.db, [surrogate.jobId]));
}

/** Trains on the labels as they are now. The same inputs give the surrogate that is already there, made anew where its files are damaged. */
export async function train(
  container: Container,
  request: SurrogateRequest,
): Promise<{ surrogateId: string; jobId: string }> {
  const prepared = await prepareSurrogate(container, request);
  const started = await container.db.$transaction(async (tx) => {
    const { surrogateId, jobId: workingJobId } = await registerSurrogate(tx, prepared);
    if (workingJobId) return { surrogateId, jobId: workingJobId };
    return { surrogateId, jobId: await enqueueTraining(container, tx, request, surrogateId) };
  });
  if (started.surrogateId === prepared.id) return started;
  const remade = await remakeDamaged(container, prepared, started);
  await discardPrepared(container, prepared);
  return remade;
}

/** The surrogate that is there already, trained anew from labels just frozen where something of it is not what was written. */
async function remakeDamaged(
  container: Container,
  { request, trainingBlob }: PreparedSurrogate,
  known: { surrogateId: string; jobId: string },
): Promise<{ surrogateId: string; jobId: string }> {
  const { projectId } = request;
  const { surrogateId } = known;
  const surrogate = await findSurrogate(container.db, projectId, surrogateId);
  if (surrogate?.state !== 'done') return known;
  const matrices = [surrogate.trainingBlob, surrogate.probabilitiesBlob, surrogate.lastLayerBlob];
  if (!(await findDamage(container, { matrices, blobs: [surrogate.parametersBlob] }))) return known;
  const training = surrogateFiles(projectId, surrogateId).training;
  await container.matrices.write(training, await container.matrices.read(trainingBlob));
  return container.db.$transaction(async (tx) => {
    // Somebody else had it made anew meanwhile.
    if (!(await reopenSurrogate(tx, surrogateId, known.jobId))) {
      const jobId = (await findSurrogate(tx, projectId, surrogateId))?.jobId;
      return { surrogateId, jobId: jobId ?? known.jobId };
    }
    return { surrogateId, jobId: await enqueueTraining(container, tx, request, surrogateId) };
  });
}

async function enqueueTraining(
  container: Container,
  tx: DatabaseClient,
  { projectId, model }: SurrogateRequest,
  surrogateId: string,
): Promise<string> {
  const payload = { surrogateId };
  const wantsGpu = hasHiddenLayers(model.name);
  const jobId = await container.jobs.enqueue(trainSurrogateJob, { projectId, payload, wantsGpu, tx });
  await markSurrogate(tx, surrogateId, { state: 'queued', jobId });
  return jobId;
}

/** A surrogate whose training set lies in a blob and whose row is still to be written. */
export interface PreparedSurrogate {
  readonly id: string;
  readonly key: string;
  readonly request: SurrogateRequest;
  readonly classes: number;
  readonly labelCount: number;
  readonly trainingBlob: string;
}

/**
 * Freezes the labels of now as the training set of a surrogate to be.
 *
 * @throws AppError `not-found` or `conflict` where feature set or labels do not allow it
 */
export async function prepareSurrogate(
  container: Container,
  request: SurrogateRequest,
  weightOf?: (row: number) => number,
): Promise<PreparedSurrogate> {
  const { projectId, featureSetId, model, ridge, seed, labels: count } = request;
  const featureSet = await findFeatureSet(container.db, projectId, featureSetId);
  if (!featureSet) throw new AppError('not-found', 'There is no such feature set in this project.');
  if (featureSet.state !== 'done') {
    throw new AppError('conflict', 'This feature set is not finished.', 'Wait for it on the page Features.');
  }
  const classes = await findProjectClasses(container.db, projectId);
  if (model.name !== 'softmax') {
    const image = imageShapeOf(featureSet);
    networkOf(model, { features: featureSet.dimension ?? 0, image, classes: classes.length });
  }
  await refreshConsensus(container, projectId);
  const training = await collectTrainingSet(container.db, {
    projectId,
    classes,
    rowLimit: featureSet.rows,
    count,
    seed,
    weightOf,
  });
  const engine = (await container.engine()).info.name;
  const id = randomUUID();
  const trainingBlob = surrogateFiles(projectId, id).training;
  await container.matrices.write(trainingBlob, encodeTrainingSet(training));
  return {
    id,
    key: surrogateKey({ featureSetId, model, classes: classes.length, ridge, seed, engine }, training),
    request,
    classes: classes.length,
    labelCount: training.rows.length,
    trainingBlob,
  };
}

/**
 * Writes the prepared surrogate's row, unless these inputs have one.
 *
 * @returns `jobId` of the job that trains or trained it; null where it is still to be given to one
 */
export async function registerSurrogate(
  tx: DatabaseClient,
  { id, key, request, classes, labelCount, trainingBlob }: PreparedSurrogate,
): Promise<{ surrogateId: string; jobId: string | null }> {
  const surrogate = await claimSurrogate(tx, {
    id,
    key,
    projectId: request.projectId,
    featureSetId: request.featureSetId,
    name: request.name ?? defaultName(request, labelCount),
    model: request.model.name,
    configuration: {
      model: request.model,
      ridge: request.ridge,
      labels: request.labels ?? null,
      seed: request.seed,
      classes,
    },
    labelCount,
    trainingBlob,
  });
  const gaveUp = surrogate.state === 'failed' || surrogate.state === 'cancelled';
  return { surrogateId: surrogate.id, jobId: gaveUp ? null : surrogate.jobId };
}

/** Removes the training set of a surrogate that turned out to be there already. */
export async function discardPrepared(
  container: Container,
  { id, request }: PreparedSurrogate,
): Promise<void> {
  await container.blobs.removeAll(surrogateFiles(request.projectId, id).folder);
}

function defaultName({ model, labels, seed }: SurrogateRequest, labelCount: number): string {
  const kind = model.name === 'softmax' ? 'Softmax' : model.name.toUpperCase();
  return labels === undefined
    ? `${kind} on ${labelCount} labels`
    : `${kind} on ${labelCount} labels, draw ${seed}`;
}

function toView(surrogate: Surrogate, errors: ReadonlyMap<string, ErrorView>): SurrogateView {
  const { id, name, featureSetId, model, labelCount, state, jobId, createdAt } = surrogate;
  return {
    id,
    name,
    featureSetId,
    model,
    modelTitle: model === EXTERNAL_MODEL ? 'From elsewhere' : modelByName(model).title,
    labelCount,
    // written by this slice from a ModelMetrics and never changed
    metrics: surrogate.metrics as ModelMetrics | null,
    state,
    jobId,
    error: errors.get(jobId ?? '') ?? null,
    createdAt,
  };
}
