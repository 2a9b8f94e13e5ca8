import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingestBytes } from '../support/ingest';
import { readReference } from '../support/read-reference';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer } from '../support/test-container';
import { makeZip } from '../support/zip';

/** What NumPy makes of the images with the weights of the saved models, standardized. */
const reference = readReference<Record<'features' | 'edges' | 'classes', number[]> & { images: number[][] }>(
  'tfjs-models',
);
const MODELS = 'tests/support/reference/tfjs-models';

const importRoot = await temporaryFolder();
const world = await createTestContainer({ env: { importRoots: [importRoot] } });
afterAll(() => world.close());
const owner = await world.createUser();
const api = world.caller(owner);
let projectId: string;

beforeAll(async () => {
  await cp(MODELS, importRoot, { recursive: true });
  projectId = (await world.createProject(owner, { classes: [] })).id;
  const files = reference.images.map(async (pixels, index) => ({
    path: `${index}.png`,
    bytes: await sharp(Buffer.from(pixels), { raw: { width: 6, height: 6, channels: 3 } })
      .png()
      .toBuffer(),
  }));
  await ingestBytes(world, { projectId, user: owner }, 'a.zip', await makeZip(await Promise.all(files)), {
    format: 'zip',
  });
});

async function extract(folder: string, settings: Record<string, unknown> = {}) {
  const configuration = { model: join(importRoot, folder), ...settings };
  const { featureSetId, jobId } = await api.features.start({
    projectId,
    extractor: 'tfjs-model',
    configuration,
  });
  await world.runJobs();
  const { matrixBlob } = await world.container.db.featureSet.findUniqueOrThrow({
    where: { id: featureSetId },
  });
  const { error } = await api.jobs.get({ projectId, jobId });
  const matrix = matrixBlob === null ? null : await world.container.matrices.read(matrixBlob);
  return { message: error?.message, remedy: error?.remedy, values: [...(matrix?.data ?? [])] };
}

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values.length).toBe(expected.length);
  values.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, 4));
}

test.each([
  ['layers', '', 'classes'],
  ['layers', 'features', 'features'],
  ['layers', 'edges', 'edges'],
  ['graph', '', 'features'],
  ['graph', 'edges', 'edges'],
] as const)('the %s model’s output “%s” is what NumPy makes of it', async (folder, output, expected) => {
  expectClose((await extract(folder, { output })).values, reference[expected]);
});

test('pixels go in as asked for, or as the file beside the model says', async () => {
  const asBytes = await extract('layers', { output: 'features', range: 'bytes' });
  expect(Math.abs((asBytes.values[0] ?? 0) - (reference.features[0] ?? 0))).toBeGreaterThan(0.01);
  await cp(join(MODELS, 'layers'), join(importRoot, 'described'), { recursive: true });
  const half = [0.5, 0.5, 0.5];
  const description = JSON.stringify({ image_mean: half, image_std: half });
  await writeFile(join(importRoot, 'described/preprocessor_config.json'), description);
  const described = await extract('described', { output: 'features', range: 'bytes' });
  expectClose(described.values, reference.features);
});

test('nothing of a model is left in TensorFlow.js', async () => {
  await extract('layers', { pooling: 'first' });
  const before = memory().numTensors;
  await extract('layers', { output: 'pool' });
  await extract('graph', { output: 'pool' });
  expect(memory().numTensors).toBe(before);
});

/** A copy of a model, changed. */
async function spoiled(name: string, change: (model: Record<string, unknown>) => unknown): Promise<string> {
  await cp(join(MODELS, 'layers'), join(importRoot, name), { recursive: true });
  const path = join(importRoot, name, 'model.json');
  const model = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify(change(model)));
  return name;
}

test.each<[string, (model: Record<string, unknown>) => unknown, RegExp]>([
  ['a list', () => [], /cannot be loaded as a TensorFlow\.js model/],
  ['no layers', (model) => ({ ...model, modelTopology: { config: 7 } }), /cannot be loaded/],
  [
    'layers of an unknown kind',
    (model) => ({ ...model, modelTopology: { class_name: 'Lambda', config: { code: 'exit()' } } }),
    /cannot be loaded.*Lambda/,
  ],
  [
    'a layer too large for any machine',
    (model) => JSON.parse(JSON.stringify(model).replace('"units":5', '"units":9000000000000')) as unknown,
    /cannot be loaded/,
  ],
  [
    'weights of other shapes',
    (model) => JSON.parse(JSON.stringify(model).replace('"shape":[16,5]', '"shape":[16,6]')) as unknown,
    /its weights have 860 bytes, not the 924/,
  ],
  [
    'weights of other layers',
    (model) => JSON.parse(JSON.stringify(model).replaceAll('edges/kernel', 'other/kernel')) as unknown,
    /cannot be loaded/,
  ],
])('a model.json with %s is refused', async (name, change, message) => {
  const before = memory().numTensors;
  expect((await extract(await spoiled(name, change))).message).toMatch(message);
  expect(memory().numTensors).toBe(before);
});

test('weights are read in the folder of the model only', async () => {
  const away = (path: string) => (model: Record<string, unknown>) => ({
    ...model,
    weightsManifest: [{ paths: [path], weights: [] }],
  });
  await mkdir(join(importRoot, 'secrets'));
  await writeFile(join(importRoot, 'secrets/weights.bin'), 'secret');
  const refusals = [
    await extract(await spoiled('absolute', away('/etc/hostname'))),
    await extract(await spoiled('above', away('../secrets/weights.bin'))),
  ];
  await spoiled('linked', away('link.bin'));
  await symlink(join(importRoot, 'secrets/weights.bin'), join(importRoot, 'linked/link.bin'));
  refusals.push(await extract('linked'));
  for (const { message } of refusals) expect(message).toMatch(/does not lie/);
});

test('what is no model, or lacks the layer, is refused with what to do', async () => {
  expect(await extract('secrets-of-others')).toMatchObject({
    message: expect.stringMatching(/There is no/) as string,
  });
  expect((await extract('.')).message).toMatch(/holds no model\.json/);
  expect(await extract('layers', { output: 'logits' })).toMatchObject({
    message: 'layers has no output “logits”.',
    remedy: 'Choose one of: classes, features, flat, pool, edges.',
  });
  const start = (model: string) =>
    api.features.start({ projectId, extractor: 'tfjs-model', configuration: { model } });
  await expect(start('')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
