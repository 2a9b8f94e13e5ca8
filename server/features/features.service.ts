import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { FeatureSetView, featureSetRequestSchema } from '@/lib/contracts/model';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import type { FeatureSet } from '../db/generated/client';
import { toJson } from '../db/json';
import { findDamage } from '../storage/find-damage';
import { extractFeaturesJob } from './extract-features.job';
import { imageShapeOf } from './image-shape';
import { extractorByName, extractors } from './extractors/registry';
import {
  createFeatureSet,
  findFeatureSet,
  findFeatureSetByKey,
  listFeatureSetsOf,
  lockProject,
  reopenFeatureSet,
  updateFeatureSet,
} from './features.repository';
import { parseConfiguration } from './parse-configuration';

type FeatureSetRequest = z.infer<typeof featureSetRequestSchema>;

interface Extraction {
  readonly projectId: string;
  readonly extractor: ReturnType<typeof extractorByName>;
}

/** The extractors that can read this project's examples. */
export async function listExtractors(container: Container, projectId: string) {
  const { modality } = await container.db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { modality: true },
  });
  return extractors
    .filter((extractor) => extractor.modality === modality)
    .map(({ name, title, description, parameters }) => ({
      name,
      title,
      description,
      configuration: parameters,
    }));
}

export async function listFeatureSets(container: Container, projectId: string): Promise<FeatureSetView[]> {
  const { featureSets, exampleCount } = await listFeatureSetsOf(container.db, projectId);
  return featureSets.map(({ id, extractor, configuration, rows, dimension, state, jobId, createdAt }) => ({
    id,
    extractor,
    title: extractors.find(({ name }) => name === extractor)?.title ?? extractor,
    configuration: configuration as Record<string, unknown>,
    rows,
    dimension,
    image: imageShapeOf({ extractor, configuration }),
    state,
    jobId,
    stale: rows < exampleCount,
    createdAt,
  }));
}

/**
 * Starts an extraction over all examples that the project has now. The same request over the same examples is the same
 * feature set: it is computed once, and again only where it failed or was cancelled, or its files are damaged.
 *
 * @throws AppError `bad-input` for an unknown extractor or a wrong configuration, `conflict` for a project without
 *   examples, `unavailable` where the damaged file is one that was uploaded
 */
export async function startFeatureSet(
  container: Container,
  request: FeatureSetRequest,
): Promise<{ featureSetId: string; jobId: string }> {
  const { projectId } = request;
  const extractor = extractorByName(request.extractor);
  const configuration = parseConfiguration(extractor, request.configuration);
  const { done, ...started } = await findOrStart(container, { projectId, extractor, configuration });
  const damage = done && (await findDamage(container, { matrices: [done.matrixBlob] }));
  if (!damage) return started;
  // Uploaded rows are where their ingest put them: computing again would find the same damage.
  if (!extractor.contents) throw damage;
  const { featureSetId } = started;
  return container.db.$transaction(async (tx) => {
    if (!(await reopenFeatureSet(tx, featureSetId, started.jobId))) return startedBy(tx, featureSetId);
    return {
      featureSetId,
      jobId: await enqueueExtraction(container, tx, { projectId, extractor, featureSetId }),
    };
  });
}

/** @returns also the feature set, where it is there already and done */
function findOrStart(
  container: Container,
  { projectId, extractor, configuration }: Extraction & { readonly configuration: object },
): Promise<{ featureSetId: string; jobId: string; done: FeatureSet | null }> {
  return container.db.$transaction(async (tx) => {
    const { modality, exampleCount: rows } = await lockProject(tx, projectId);
    if (modality !== extractor.modality) {
      throw new AppError(
        'bad-input',
        `“${extractor.title}” does not read examples of this kind.`,
        'Choose another.',
      );
    }
    if (rows === 0)
      throw new AppError('conflict', 'This project has no examples.', 'Add examples on the page Pool.');
    const key = featureSetKey(extractor.name, configuration, rows);
    const known = await findFeatureSetByKey(tx, projectId, key);
    if (known?.jobId && known.state !== 'failed' && known.state !== 'cancelled') {
      return { featureSetId: known.id, jobId: known.jobId, done: known.state === 'done' ? known : null };
    }
    const data = { projectId, extractor: extractor.name, configuration: toJson(configuration), key, rows };
    const { id } = known ?? (await createFeatureSet(tx, data));
    const jobId = await enqueueExtraction(container, tx, { projectId, extractor, featureSetId: id });
    return { featureSetId: id, jobId, done: null };
  });
}

async function enqueueExtraction(
  container: Container,
  tx: DatabaseClient,
  { projectId, extractor, featureSetId }: Extraction & { readonly featureSetId: string },
): Promise<string> {
  const jobId = await container.jobs.enqueue(extractFeaturesJob, {
    projectId,
    payload: { featureSetId },
    wantsGpu: extractor.runsModel ?? false,
    tx,
  });
  await updateFeatureSet(tx, featureSetId, { jobId, state: 'queued' });
  return jobId;
}

/** Somebody else had it made again meanwhile. */
async function startedBy(tx: DatabaseClient, featureSetId: string) {
  const jobId = (await findFeatureSet(tx, featureSetId))?.jobId;
  if (!jobId) throw new AppError('not-found', 'This feature set is not there any more.');
  return { featureSetId, jobId };
}

function featureSetKey(extractor: string, configuration: object, rows: number): string {
  const sorted = Object.entries(configuration).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([extractor, sorted, rows]))
    .digest('hex');
}
