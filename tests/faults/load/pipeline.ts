import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FashionZip } from '../../support/fashion-zip';
import type { ApiClient } from './api-client';
import type { Ledger } from './ledger';
import { ProjectUser } from './project';

const OWNER = 'owner@winnow.local';
const SCORE = 'gradient-norm:norm=l1';
const STUDY = new URL('../../support/reference/command-line/', import.meta.url);

/** What two runs over the same data must have in common: sha256 of what each stage gave, by its name. */
export type Results = Readonly<Record<string, string>>;

export interface PipelineInput {
  readonly zip: FashionZip;
  readonly zipBytes: Uint8Array;
  readonly ledger: Ledger;
  /** sha256 of the values of a stored matrix, read past Winnow */
  readonly matrixOf: (stage: { table: 'FeatureSet' | 'ScoreSet'; id: string }) => Promise<string>;
}

/** The way of the data over HTTP, from a zip of images to the second point of the live curve. */
export async function runImagePipeline(
  client: ApiClient,
  name: string,
  { zip, zipBytes, ledger, matrixOf }: PipelineInput,
): Promise<Results> {
  const project = await ProjectUser.create(client, { name, modality: 'image', classes: [] });
  await project.ingest('pets.zip', zipBytes, { format: 'zip', split: { by: 'folder' } });
  const { classes } = await project.get<{ classes: string[] }>('');
  const annotate = (batchId: string) => answerByTruth(project, { batchId, classes, zip, ledger });

  const features = await project.post<{ featureSetId: string; jobId: string }>('/features', {
    extractor: 'pixels',
    configuration: { size: 14 },
  });
  await project.done(features.jobId);
  await annotate(await project.seedBatch(1, 24));

  const { featureSetId } = features;
  const trained = await project.post<{ surrogateId: string; jobId: string }>('/surrogates', { featureSetId });
  await project.done(trained.jobId);
  const { surrogateId } = trained;
  const scored = await project.post<{ jobId: string }>('/scores', { surrogateId, names: [SCORE] });
  await project.done(scored.jobId);
  const scores = await project.get<{ id: string; name: string }[]>('/scores');
  const scoreSetId = scores.find((score) => score.name === SCORE)?.id ?? '';

  const asked = { scoreSetId, scheme: 'power', budget: 30 };
  const { id: selectionId } = await client.makeOnce(
    async () => (await project.get<{ id: string }[]>('/selections'))[0],
    async (impatient) => {
      const made = await impatient.post<{ selectionId: string }>(`${project.path}/selections`, asked);
      return { id: made.selectionId };
    },
  );
  const round = await project.post<{ batchId: string; roundId: string }>(`/selections/${selectionId}/batch`);
  await annotate(round.batchId);
  const retrained = await client.makeOnce(
    async () => {
      const rounds = await project.get<{ id: string; jobId: string | null }[]>('/rounds');
      const jobId = rounds.find(({ id }) => id === round.roundId)?.jobId;
      return jobId ? { jobId } : undefined;
    },
    (impatient) => impatient.post<{ jobId: string }>(`${project.path}/rounds/${round.roundId}/retrain`),
  );
  await project.done(retrained.jobId);

  return {
    features: await matrixOf({ table: 'FeatureSet', id: featureSetId }),
    scores: await matrixOf({ table: 'ScoreSet', id: scoreSetId }),
    selection: sha256(await client.text(`${project.path}/selections/${selectionId}/selection.csv`)),
    curve: sha256(stable(await project.get('/rounds/curve'))),
  };
}

/** A study on rows of numbers: two ingests, features as uploaded, and the report. */
export async function runStudyPipeline(client: ApiClient, name: string, repeats: number): Promise<Results> {
  const project = await ProjectUser.create(client, { name, modality: 'features', classes: [] });
  for (const part of ['pool', 'test'] as const) {
    const labels = { fileName: 'labels.npy', bytes: await readFile(new URL(`${part}-labels.npy`, STUDY)) };
    const rules = { format: 'npy', split: { by: 'fixed', split: part } } as const;
    await project.ingest(`${part}.npy`, await readFile(new URL(`${part}.npy`, STUDY)), rules, labels);
  }
  const features = await project.post<{ featureSetId: string; jobId: string }>('/features', {
    extractor: 'uploaded',
    configuration: {},
  });
  await project.done(features.jobId);
  const config = {
    seed: 3,
    repeats,
    fractions: [0.1, 0.3, 1],
    surrogates: [{ name: 'weak', labels: 60, ridge: 0.01 }],
    finalModel: { ridge: 0.01 },
    strategies: ['gradient-cdf', 'power'],
  };
  const study = await client.makeOnce(
    async () => (await project.get<{ id: string; jobId: string }[]>('/studies'))[0],
    async (impatient) => {
      const asked = { featureSetId: features.featureSetId, name: 'study', config };
      const made = await impatient.post<{ studyId: string; jobId: string }>(`${project.path}/studies`, asked);
      return { id: made.studyId, jobId: made.jobId };
    },
  );
  await project.done(study.jobId);
  return { report: sha256(stable(await project.get(`/studies/${study.id}/report`))) };
}

/** Answers what is open of a batch as its files are, in one request. */
export async function answerByTruth(
  project: ProjectUser,
  {
    batchId,
    classes,
    zip,
    ledger,
  }: { batchId: string; classes: readonly string[]; zip: FashionZip; ledger: Ledger },
): Promise<void> {
  type Item = { state: string; example: { row: number; key: string } };
  const items = await project.get<Item[]>(`/batches/${batchId}/items?limit=200`);
  const answers = items
    .filter(({ state }) => state === 'open')
    .map(({ example: { row, key } }) => ({
      row,
      label: classes.indexOf(zip.truth.get(key) ?? ''),
      seconds: 2,
    }));
  const entries = answers.map(({ row, label }) => ({ batchId, row, label, email: OWNER }));
  ledger.send(entries);
  await project.post(`/batches/${batchId}/annotations`, { answers });
  ledger.acknowledge(entries);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Names that a run draws anew, and how long it took, are no results. */
function stable(report: unknown): string {
  return JSON.stringify(report, (key, value: unknown) =>
    /(^id|Id|Ids|At|[sS]econds|milliseconds)$/.test(key) ? undefined : value,
  );
}
