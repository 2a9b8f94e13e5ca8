import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { encodeNpy } from '@/server/datasets/formats/npy-encode';
import { extractFeaturesHandler } from '@/server/features/extract-features.handler';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { parts } from '@/server/jobs/parts/registry';
import { idxImages, idxLabels, sampleImages } from '../support/idx';
import { ingestBytes, uploadBytes } from '../support/ingest';
import { numberedPng } from '../support/pictures';
import { createTestContainer } from '../support/test-container';
import { makeZip } from '../support/zip';

interface Reference {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly rows: Readonly<Record<string, readonly number[]>>;
}

const reference = JSON.parse(
  await readFile(new URL('../support/reference/pixels-standardized.json', import.meta.url), 'utf8'),
) as Reference;

const world = await createTestContainer();
afterAll(() => world.close());
const { container } = world;
const user = await world.createUser();
const api = world.caller(user);

async function extract(projectId: string, extractor: string, configuration: Record<string, unknown> = {}) {
  const started = await api.features.start({ projectId, extractor, configuration });
  await world.runJobs();
  const view = (await api.features.list({ projectId })).find(({ id }) => id === started.featureSetId);
  const { matrixBlob } = await container.db.featureSet.findUniqueOrThrow({
    where: { id: started.featureSetId },
  });
  return { ...started, view, matrixBlob };
}

/** 40 images of the pool and 20 of the test split, from the sample. */
async function fashionProject(): Promise<string> {
  const { id: projectId } = await world.createProject(user, { classes: [] });
  for (const [split, from, count] of [
    ['pool', 0, 40],
    ['test', 40, 20],
  ] as const) {
    const { pixels, labels } = await sampleImages(from, count);
    const labelsSource = await uploadBytes(world, projectId, `${split}-labels`, idxLabels(labels));
    const { view } = await ingestBytes(world, { projectId, user }, split, idxImages(pixels, count), {
      format: 'idx',
      labelsSource,
      split: { by: 'fixed', split },
    });
    expect(view).toMatchObject({ state: 'done', acceptedCount: count });
  }
  return projectId;
}

test('pixels are standardized on the pool as scikit-learn does it', async () => {
  const projectId = await fashionProject();
  const { view, matrixBlob, featureSetId } = await extract(projectId, 'pixels');
  expect(view).toMatchObject({
    title: 'Pixels',
    configuration: { size: 28, colour: 'gray' },
    rows: 60,
    dimension: 784,
    state: 'done',
    stale: false,
  });
  const matrix = await container.matrices.read(matrixBlob ?? '');
  for (const [row, values] of Object.entries(reference.rows)) {
    values.forEach((value, column) => {
      expect(matrix.data[Number(row) * 784 + column]).toBeCloseTo(value, 4);
    });
  }
  const kept = await container.blobs.get(
    `projects/${projectId}/features/${featureSetId}/standardization.npy`,
  );
  const moments = new Float64Array(Uint8Array.from(kept.subarray(kept.length - 2 * 784 * 8)).buffer);
  expect(kept.length).toBe(128 + 2 * 784 * 8);
  reference.mean.forEach((mean, column) => expect(moments[column]).toBeCloseTo(mean, 6));
  reference.deviation.forEach((value, column) => expect(moments[784 + column]).toBeCloseTo(value, 6));
  expect(
    await container.blobs.exists(`projects/${projectId}/features/${featureSetId}/raw/manifest.json`),
  ).toBe(false);
});

test('colour and size are the request’s', async () => {
  const { id: projectId } = await world.createProject(user);
  const files = await Promise.all(
    [1, 2, 3].map(async (number) => ({ path: `${number}.png`, bytes: await numberedPng(number) })),
  );
  await ingestBytes(world, { projectId, user }, 'a.zip', await makeZip(files), { format: 'zip' });
  const { view } = await extract(projectId, 'pixels', { size: 5, colour: 'rgb' });
  expect(view).toMatchObject({ dimension: 75, rows: 3, state: 'done' });
});

test('the same request is the same set until examples are added', async () => {
  const projectId = await fashionProject();
  const first = await extract(projectId, 'pixels', { size: 8 });
  const again = await extract(projectId, 'pixels', { colour: 'gray', size: 8 });
  expect([again.featureSetId, again.jobId]).toEqual([first.featureSetId, first.jobId]);
  const { pixels } = await sampleImages(100, 3);
  await ingestBytes(world, { projectId, user }, 'more', idxImages(pixels, 3), { format: 'idx' });
  const [stale] = await api.features.list({ projectId });
  expect(stale).toMatchObject({ id: first.featureSetId, stale: true });
  const renewed = await extract(projectId, 'pixels', { size: 8 });
  expect(renewed.featureSetId).not.toBe(first.featureSetId);
  expect(renewed.view).toMatchObject({ rows: 63, stale: false });
});

test('a damaged set is made anew when it is asked for again, a whole one is not', async () => {
  const projectId = await fashionProject();
  const first = await extract(projectId, 'pixels', { size: 6 });
  const read = () => container.matrices.read(first.matrixBlob ?? '');
  const { data } = await read();
  const [shard] = (await container.matrices.manifest(first.matrixBlob ?? '')).shards;
  for (const damage of ['a bit turned', 'removed']) {
    const path = await container.blobs.localFile(shard?.key ?? '');
    const bytes = await readFile(path);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    if (damage === 'removed') await rm(path);
    else await writeFile(path, bytes);
    await expect(read()).rejects.toThrow(shard?.key);
    const again = await extract(projectId, 'pixels', { size: 6 });
    expect(again.featureSetId).toBe(first.featureSetId);
    expect(again.view?.state).toBe('done');
    expect((await read()).data).toEqual(data);
    const whole = await extract(projectId, 'pixels', { size: 6 });
    expect(whole.jobId).toBe(again.jobId);
  }
});

test('a killed extraction goes on from its last shard and ends with the same bytes', async () => {
  const { id: projectId } = await world.createProject(user);
  const { pixels } = await sampleImages(0, 300);
  await ingestBytes(world, { projectId, user }, 'images', idxImages(pixels, 300), { format: 'idx' });
  const whole = await extract(projectId, 'pixels', { size: 100 });
  const wholeShards = (await container.matrices.manifest(whole.matrixBlob ?? '')).shards;
  const { featureSetId } = whole;
  await container.blobs.removeAll(`projects/${projectId}/features/${featureSetId}`);
  await container.db.featureSet.update({
    where: { id: featureSetId },
    data: { state: 'failed', matrixBlob: null },
  });
  const { jobId } = await api.features.start({
    projectId,
    extractor: 'pixels',
    configuration: { size: 100 },
  });
  // 100 × 100 values: 104 rows a part. A worker that is stopped after the first one:
  const stopped = new AbortController();
  await container.db.job.update({ where: { id: jobId }, data: { state: 'running', attempt: 1 } });
  const run = extractFeaturesHandler.run(
    container,
    { featureSetId },
    {
      ...{ jobId, projectId, attempt: 1, worker: 'stopped', signal: stopped.signal, checkpoint: null },
      progress: ({ done }) => void (done >= 104 && stopped.abort()),
      saveCheckpoint: () => Promise.resolve(),
    },
  );
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  expect(await container.db.jobPart.count({ where: { jobId, state: 'done' } })).toBe(1);
  await container.db.job.update({ where: { id: jobId }, data: { state: 'queued' } });
  // The images of the first part are gone: read again, they would fail.
  await container.db.example.updateMany({
    where: { projectId, row: { lt: 104 } },
    data: { originalBlob: 'gone' },
  });
  await world.runJobs();
  const resumed = await container.db.featureSet.findUniqueOrThrow({ where: { id: featureSetId } });
  expect(resumed.state).toBe('done');
  const { shards: resumedShards } = await container.matrices.manifest(resumed.matrixBlob ?? '');
  expect(resumedShards.map(({ sha256 }) => sha256)).toEqual(wholeShards.map(({ sha256 }) => sha256));
});

test('features are the same bytes from one worker and from three', async () => {
  const { id: projectId } = await world.createProject(user);
  const { pixels } = await sampleImages(0, 300);
  await ingestBytes(world, { projectId, user }, 'images', idxImages(pixels, 300), { format: 'idx' });
  const configuration = { size: 128 };
  const alone = await extract(projectId, 'pixels', configuration);
  const { shards } = await container.matrices.manifest(alone.matrixBlob ?? '');
  await container.blobs.removeAll(`projects/${projectId}/features`);
  await container.db.featureSet.update({ where: { id: alone.featureSetId }, data: { state: 'failed' } });

  const runners = [1, 2, 3].map(() => new JobRunner(container, handlers, parts));
  await Promise.all(runners.map((runner) => runner.start(world.databaseUrl)));
  const { jobId } = await api.features.start({ projectId, extractor: 'pixels', configuration });
  while ((await api.jobs.get({ projectId, jobId })).state !== 'done') await sleep(50);
  await Promise.all(runners.map((runner) => runner.stop()));
  const together = await container.db.featureSet.findUniqueOrThrow({ where: { id: alone.featureSetId } });
  expect((await container.matrices.manifest(together.matrixBlob ?? '')).shards).toEqual(shards);
  // 64 rows a part are read, 256 a part are fitted
  expect(await container.db.job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({ partCount: 7 });
});

test('uploaded features are the ingested rows as they are, ingest after ingest', async () => {
  const { id: projectId } = await world.createProject(user, { modality: 'features' });
  const first = Float32Array.of(1, 2, 3, 4, 5, 6);
  const second = Float32Array.of(7, 8, 9);
  await ingestBytes(world, { projectId, user }, 'a.npy', encodeNpy(first, [2, 3]), { format: 'npy' });
  await ingestBytes(world, { projectId, user }, 'b.npy', encodeNpy(second, [1, 3]), { format: 'npy' });
  const { view, matrixBlob } = await extract(projectId, 'uploaded');
  expect(view).toMatchObject({ title: 'As uploaded', dimension: 3, rows: 3, state: 'done' });
  expect([...(await container.matrices.read(matrixBlob ?? '')).data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('each modality has its extractors', async () => {
  const { id: images } = await world.createProject(user);
  const { id: features } = await world.createProject(user, { modality: 'features' });
  expect((await api.features.extractors({ projectId: images })).map(({ name }) => name)).toEqual([
    'pixels',
    'onnx-image',
    'tfjs-model',
  ]);
  const { id: texts } = await world.createProject(user, { modality: 'text' });
  expect((await api.features.extractors({ projectId: texts })).map(({ name }) => name)).toEqual([
    'tfidf',
    'onnx-text',
  ]);
  expect((await api.features.extractors({ projectId: features })).map(({ name }) => name)).toEqual([
    'uploaded',
  ]);
});

test('requests that make no sense are refused', async () => {
  const { id: empty } = await world.createProject(user);
  const start = (extractor: string, configuration = {}, projectId = empty) =>
    api.features.start({ projectId, extractor, configuration });
  await expect(start('pixels')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(start('uploaded')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(start('unknown')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(start('pixels', { size: 1000 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(start('pixels', { sise: 10 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
