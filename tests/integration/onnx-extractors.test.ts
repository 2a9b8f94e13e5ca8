import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { downloadModel, parseHubModel } from '@/server/features/backbones/hub-model';
import { imageTensor } from '@/server/images/image-tensor';
import { ingestBytes } from '../support/ingest';
import { colourModel, tableModel, wordTokenizer } from '../support/small-backbones';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer } from '../support/test-container';
import { makeZip } from '../support/zip';

/** A hub with one model, which sends it from another path, as the real one does from another host. */
const requests: string[] = [];
let hubFiles: Record<string, Uint8Array | string> = {};
const hub = createServer((request, response) => {
  requests.push(request.url ?? '');
  const [, path = ''] = /^\/small\/colours\/resolve\/main\/(.*)$/.exec(request.url ?? '') ?? [];
  if (hubFiles[path] !== undefined) response.writeHead(302, { location: `/files/${path}` }).end();
  else if (request.url?.startsWith('/files/')) response.end(hubFiles[request.url.slice('/files/'.length)]);
  else response.writeHead(404).end();
});
await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
const hubUrl = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;

const importRoot = await temporaryFolder();
const world = await createTestContainer({ env: { importRoots: [importRoot], hubUrl } });
afterAll(async () => {
  await world.close();
  hub.close();
});
const { container } = world;
const owner = await world.createUser();
const api = world.caller(owner);

async function extract(projectId: string, extractor: string, configuration: Record<string, unknown>) {
  const { featureSetId, jobId } = await api.features.start({ projectId, extractor, configuration });
  await world.runJobs();
  const { matrixBlob } = await container.db.featureSet.findUniqueOrThrow({ where: { id: featureSetId } });
  const { error } = await api.jobs.get({ projectId, jobId });
  return { error, matrix: matrixBlob === null ? null : await container.matrices.read(matrixBlob) };
}

const colours = [
  [255, 0, 51],
  [0, 102, 204],
  [51, 153, 0],
] as const;

/** The values as scikit-learn's StandardScaler would make them: minus the column's mean, by its deviation. */
function standardized(rows: readonly (readonly number[])[]): number[] {
  const columns = rows[0]?.length ?? 0;
  const moments = Array.from({ length: columns }, (_, column) => {
    const values = rows.map((row) => row[column] ?? NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  return rows.flatMap((row) =>
    row.map((value, column) => (value - (moments[column]?.mean ?? 0)) / (moments[column]?.deviation ?? 1)),
  );
}

describe('a model of images', () => {
  let projectId: string;
  beforeAll(async () => {
    projectId = (await world.createProject(owner, { classes: [] })).id;
    const files = colours.map(async ([r, g, b], index) => {
      const create = { width: 9, height: 7, channels: 3 as const, background: { r, g, b } };
      return { path: `${index}.png`, bytes: await sharp({ create }).png().toBuffer() };
    });
    await ingestBytes(world, { projectId, user: owner }, 'a.zip', await makeZip(await Promise.all(files)), {
      format: 'zip',
    });
    const folder = join(importRoot, 'colours');
    await mkdir(join(folder, 'onnx'), { recursive: true });
    await writeFile(join(folder, 'onnx/model.onnx'), colourModel());
    const preprocessor = {
      do_resize: true,
      size: 16,
      image_mean: [0.1, 0.2, 0.3],
      image_std: [0.5, 0.5, 0.25],
    };
    await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(preprocessor));
    await writeFile(join(importRoot, 'broken.onnx'), 'no model');
  });

  test('of a folder gives a row an image, standardized over the pool', async () => {
    const { matrix } = await extract(projectId, 'onnx-image', { model: join(importRoot, 'colours') });
    expect([matrix?.rows, matrix?.columns]).toEqual([3, 3]);
    // Mean and deviation of the model cancel: standardizing undoes what is the same for all images.
    standardized(colours).forEach((value, at) => expect(matrix?.data[at]).toBeCloseTo(value, 5));
  });

  test('that cannot be had is refused with what to do', async () => {
    const messageOf = async (model: string) =>
      (await extract(projectId, 'onnx-image', { model })).error?.message;
    expect(await messageOf(join(importRoot, 'broken.onnx'))).toMatch(/^broken\.onnx cannot be loaded/);
    expect(await messageOf(join(importRoot, 'nothing'))).toMatch(/There is no/);
    expect(await messageOf('/etc/passwd')).toMatch(/does not lie below an import folder/);
    expect(await messageOf('nonsense')).toMatch(/neither a path nor a model/);
    const output = { model: join(importRoot, 'colours'), output: 'logits' };
    const { error } = await extract(projectId, 'onnx-image', output);
    expect(error).toMatchObject({
      message: 'colours has no output “logits”.',
      remedy: 'Choose one of: image_embeds.',
    });
    await expect(
      api.features.start({ projectId, extractor: 'onnx-image', configuration: {} }),
    ).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('pixels are normalized by channel, in planes or together, and cut out of the middle', async () => {
    // Column x is (x, 2x, 3x): with its height already right, nothing is interpolated.
    const data = Buffer.from(
      Array.from({ length: 20 * 40 }, (_, at) => at % 40).flatMap((x) => [x, 2 * x, 3 * x]),
    );
    const png = await sharp(data, { raw: { width: 40, height: 20, channels: 3 } })
      .png()
      .toBuffer();
    const settings = { width: 2, height: 2, resize: 20, kernel: 'linear', channels: 3, scale: 1 } as const;
    const moments = { mean: [19, 0, 0], deviation: [1, 2, 1] };
    const planes = await imageTensor(png, { ...settings, ...moments, layout: 'nchw' });
    expect([...planes]).toEqual([0, 1, 0, 1, 19, 20, 19, 20, 57, 60, 57, 60]);
    const together = await imageTensor(png, { ...settings, ...moments, layout: 'nhwc' });
    expect([...together]).toEqual([0, 19, 57, 1, 20, 60, 0, 19, 57, 1, 20, 60]);
  });

  describe('of the hub', () => {
    beforeEach(() => {
      requests.length = 0;
      hubFiles = { 'onnx/model.onnx': colourModel(), 'preprocessor_config.json': '{}' };
    });

    test('is downloaded once, wherever the hub sends its files from', async () => {
      const first = await extract(projectId, 'onnx-image', { model: 'small/colours' });
      standardized(colours).forEach((value, at) => expect(first.matrix?.data[at]).toBeCloseTo(value, 5));
      expect(requests[0]).toBe('/small/colours/resolve/main/onnx/model.onnx');
      const asked = requests.length;
      hubFiles = {};
      const again = await extract(projectId, 'onnx-image', { model: 'small/colours', side: 4 });
      expect(again.error).toBeNull();
      expect(requests.length).toBe(asked);
      const folder = join(container.env.dataFolder, 'models/small--colours/main');
      expect((await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.part'))).toEqual(
        [],
      );
    });

    test('that it does not have, or cannot be asked for, is refused', async () => {
      const download = (text: string, url = hubUrl) => {
        const model = parseHubModel(text);
        if (!model) throw new Error(`${text} is no model.`);
        return downloadModel(model, { ...container.env, hubUrl: url });
      };
      await expect(download('small/other')).rejects.toMatchObject({ code: 'not-found' });
      await expect(download('small/colours@v2', 'http://127.0.0.1:9')).rejects.toMatchObject({
        code: 'unavailable',
        message: 'The hub at 127.0.0.1:9 cannot be read: no connection.',
      });
      expect(['a', '../b/c', 'a/..', 'a/b/c', 'a/b@../c'].map(parseHubModel)).toEqual([
        null,
        null,
        null,
        null,
        null,
      ]);
    });

    test('is never sent for to another host', async () => {
      hubFiles = {};
      const away = createServer((_, response) => {
        response.writeHead(302, { location: 'http://localhost:1/model.onnx' }).end();
      });
      await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(away.address() as AddressInfo).port}`;
      const model = { id: 'small/away', revision: 'main' };
      await expect(downloadModel(model, { ...container.env, hubUrl: url })).rejects.toMatchObject({
        message: expect.stringContaining('localhost:1, which is not of the hub') as string,
      });
      away.close();
    });
  });
});

describe('a model of texts', () => {
  const WORDS = ['red', 'green', 'blue'];
  // [PAD] [CLS] [SEP] [UNK] red green blue; the padding must not be seen.
  const TABLE = [
    [1000, 1000],
    [3, 0],
    [0, 3],
    [1, 1],
    [10, 0],
    [0, 10],
    [5, 5],
  ];
  let projectId: string;
  beforeAll(async () => {
    projectId = (await world.createProject(owner, { modality: 'text', classes: [] })).id;
    const lines = ['Red', 'green green blue', 'blue sky red', `${'red '.repeat(50)}blue`].map((text) =>
      JSON.stringify({ text }),
    );
    await ingestBytes(world, { projectId, user: owner }, 't.jsonl', Buffer.from(lines.join('\n')), {
      format: 'jsonl',
    });
    const folder = join(importRoot, 'words');
    await mkdir(folder);
    await writeFile(join(folder, 'model.onnx'), tableModel(TABLE));
    await writeFile(join(folder, 'tokenizer.json'), wordTokenizer(WORDS));
    await writeFile(join(importRoot, 'alone.onnx'), tableModel(TABLE));
  });

  test('gives the mean over the tokens of each text, cut to the most tokens', async () => {
    const { matrix, error } = await extract(projectId, 'onnx-text', {
      model: join(importRoot, 'words'),
      tokens: 8,
    });
    expect(error).toBeNull();
    const means = [
      [13 / 3, 3 / 3],
      [8 / 5, 28 / 5],
      [19 / 5, 9 / 5],
      // [CLS], six times red, [SEP]
      [63 / 8, 3 / 8],
    ];
    standardized(means).forEach((value, at) => expect(matrix?.data[at]).toBeCloseTo(value, 5));
  });

  test('can give the first token’s vector instead, which is the same for all here', async () => {
    const configuration = { model: join(importRoot, 'words'), pooling: 'first' };
    const { matrix } = await extract(projectId, 'onnx-text', configuration);
    expect([...(matrix?.data ?? [])]).toEqual(Array.from({ length: 8 }, () => 0));
  });

  test('without its tokenizer is refused', async () => {
    const { error } = await extract(projectId, 'onnx-text', { model: join(importRoot, 'alone.onnx') });
    expect(error?.message).toBe('There is no tokenizer.json beside alone.onnx.');
  });
});
