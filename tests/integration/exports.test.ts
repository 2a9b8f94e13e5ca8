import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as getExport } from '@/app/api/projects/[projectId]/exports/[format]/route';
import { exportFormats, FILE_FORMAT_INFO, type FileFormatName } from '@/lib/contracts/file-format';
import type { Modality } from '@/lib/contracts/project';
import type { SessionUser } from '@/server/api/trpc';
import { openApiDocument } from '@/server/api/v1/openapi';
import { webProcess } from '@/server/api/web-process';
import type { FileRecord } from '@/server/files/records/file-record';
import { recordFormat } from '@/server/files/registry';
import { askHttpApi } from '../support/http-api';
import { readAll } from '../support/file-records';
import { ingestBytes } from '../support/ingest';
import { numberedPng } from '../support/pictures';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess, WEB_URL } from '../support/web-process';
import { makeZip } from '../support/zip';

const world = await createTestContainer();
useAsWebProcess(world);
const folder = await temporaryFolder();
const owner = await world.createUser('owner');
const viewer = await world.createUser('viewer');
const stranger = await world.createUser('stranger');
const cookies = new Map<SessionUser | null, string>([[null, '']]);
beforeAll(async () => {
  for (const user of [owner, viewer, stranger]) cookies.set(user, await cookiesOf(world, user));
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

async function newProject(modality: Modality): Promise<string> {
  const members = [{ user: viewer, role: 'viewer' as const }];
  return (await world.createProject(owner, { modality, classes: [] }, members)).id;
}

const ask = (user: SessionUser | null, projectId: string, format: string, query = '') =>
  getExport(
    new Request(`${WEB_URL}/x${query}`, {
      headers: { cookie: cookies.get(user) ?? '', host: new URL(WEB_URL).host },
    }),
    { params: Promise.resolve({ projectId, format }) },
  );

async function download(projectId: string, format: FileFormatName, query = '', user = owner) {
  const response = await ask(user, projectId, format, query);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

async function recordsOf(projectId: string, format: FileFormatName, modality: Modality, query = '') {
  const path = join(folder, `export${FILE_FORMAT_INFO[format].export?.extension ?? ''}`);
  await writeFile(path, await download(projectId, format, query));
  return readAll(recordFormat(format).read({ path, name: 'export', modality }));
}

const withoutContent = (records: readonly FileRecord[]) =>
  records.map(({ content: _content, ...facts }) => facts);

async function fileLabels(projectId: string) {
  const { classes } = await world.container.db.project.findUniqueOrThrow({ where: { id: projectId } });
  const examples = await world.container.db.example.findMany({
    where: { projectId },
    orderBy: { key: 'asc' },
    select: { key: true, split: true, fileLabel: true, contentHash: true },
  });
  return examples.map(({ fileLabel, ...facts }) => ({
    ...facts,
    label: fileLabel === null ? null : classes[fileLabel],
  }));
}

describe('texts with answers', () => {
  let projectId: string;
  let batchId: string;
  let selectionId: string;

  beforeAll(async () => {
    projectId = await newProject('text');
    const rows = Array.from({ length: 12 }, (_, index) => {
      const split = index < 4 ? 'seed' : index < 10 ? 'pool' : 'test';
      const label = index < 4 ? null : index % 2 ? 'ham, "mild"' : 'spam';
      return JSON.stringify({ id: `mail "${index}", é`, text: `Text\nnumber ${index}`, split, label });
    });
    await ingestBytes(world, { projectId, user: owner }, 'mails.jsonl', Buffer.from(rows.join('\n')), {
      format: 'jsonl',
      split: { by: 'column', column: 'split' },
    });
    const api = world.caller(owner);
    ({ batchId } = await api.annotations.createSeedBatch({ projectId, count: 4, seed: 1 }));
    const items = await api.annotations.items({ projectId, batchId, from: 0, limit: 10 });
    for (const [index, { example }] of items.slice(0, 3).entries()) {
      const label = index === 2 ? null : index;
      await api.annotations.answer({
        projectId,
        batchId,
        row: example.row,
        label,
        seconds: index === 2 ? null : 2.5 + index,
      });
    }
    ({ selectionId } = await api.selections.create({
      projectId,
      scoreSetId: null,
      scheme: 'random',
      budget: 3,
      seed: 5,
    }));
  });

  test.each(exportFormats('text'))('%s tells of all what the database holds', async (format) => {
    const records = await recordsOf(projectId, format, 'text');
    expect(records.map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, index) => `mail "${index}", é`),
    );
    expect(records.map(({ content }) => content)).toEqual(
      Array.from({ length: 12 }, (_, index) => ({ kind: 'text', text: `Text\nnumber ${index}` })),
    );
    expect(records.map(({ split }) => split)).toEqual([
      ...Array<string>(4).fill('seed'),
      ...Array<string>(6).fill('pool'),
      ...Array<string>(2).fill('test'),
    ]);
    expect(records.slice(4).map(({ label }) => label)).toEqual(
      Array.from({ length: 8 }, (_, index) => (index % 2 ? 'ham, "mild"' : 'spam')),
    );
    const answered = records.filter(({ annotations }) => annotations.length > 0);
    expect(answered.map(({ annotations }) => annotations[0]?.seconds).sort()).toEqual([2.5, 3.5, null]);
    expect(new Set(answered.map(({ annotations }) => annotations[0]?.annotator))).toEqual(
      new Set([owner.email]),
    );
    expect(answered.map(({ label }) => label).sort()).toEqual(['ham, "mild"', 'spam', null].sort());
  });

  test('a batch comes in its order, a split alone', async () => {
    const items = await world.caller(owner).annotations.items({ projectId, batchId, from: 0, limit: 10 });
    const batch = await recordsOf(projectId, 'csv', 'text', `?batch=${batchId}`);
    expect(new Set(batch.map(({ id }) => id))).toEqual(new Set(items.map(({ example }) => example.key)));
    const tests = await recordsOf(projectId, 'csv', 'text', '?split=test');
    expect(tests.map(({ id }) => id)).toEqual(['mail "10", é', 'mail "11", é']);
  });

  test('a selection carries inclusion probability and weight', async () => {
    const records = await recordsOf(projectId, 'parquet', 'text', `?selection=${selectionId}`);
    expect(records).toHaveLength(3);
    for (const { split, inclusionProbability, weight } of records) {
      expect(split).toBe('pool');
      // three of six, each as likely as the other
      expect(inclusionProbability).toBeCloseTo(0.5, 12);
      expect(weight).toBeGreaterThan(0);
    }
  });

  test('people’s addresses are for whoever leads', async () => {
    const csv = (await download(projectId, 'csv', '', viewer)).toString();
    expect(csv).not.toContain(owner.email);
    expect(csv).toContain(owner.id);
  });

  test('programs get each format that the HTTP API names', async () => {
    const operation = openApiDocument().paths['/projects/{projectId}/exports/{format}']?.get;
    const formats = operation?.parameters.find(({ name }) => name === 'format')?.schema.enum;
    const types = Object.keys(operation?.responses[200]?.content ?? {});
    expect(formats).toEqual(expect.arrayContaining(exportFormats('text')));
    const keyTo = async (scope: 'read' | 'manage') =>
      (await world.caller(owner).apiKeys.create({ projectId, name: scope, scope })).key;
    const [read, manage] = [await keyTo('read'), await keyTo('manage')];
    for (const format of exportFormats('text')) {
      const path = `/projects/${projectId}/exports/${format}?split=seed`;
      const response = await askHttpApi(manage, 'GET', path);
      expect(types).toContain(response.headers.get('content-type')?.split(';')[0]);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.length).toBe((await download(projectId, format, '?split=seed')).length);
    }
    const csv = await (await askHttpApi(read, 'GET', `/projects/${projectId}/exports/csv`)).text();
    expect(csv).not.toContain(owner.email);
    expect(csv).toContain(owner.id);
  });

  test('is closed to everybody else, and says what is wrong', async () => {
    expect((await ask(null, projectId, 'csv')).status).toBe(401);
    expect((await ask(stranger, projectId, 'csv')).status).toBe(404);
    const cases = [
      ['cvat', '', 400, /cannot hold/],
      ['docx', '', 400, /no file format/],
      ['csv', '?selection=nothing', 404, /no such selection/],
      ['csv', '?batch=nothing', 404, /no such batch/],
      ['csv', '?batch=a&split=pool', 400, /not several/],
      ['csv', '?split=other', 400, /./],
    ] as const;
    for (const [format, query, status, message] of cases) {
      const response = await ask(owner, projectId, format, query);
      expect(response.status).toBe(status);
      expect(((await response.json()) as { message: string }).message).toMatch(message);
    }
  });

  test.each(['zip', 'label-studio', 'prodigy'] as const)(
    '%s comes in again as it went out',
    async (format) => {
      const again = await newProject('text');
      const { view, rejects } = await ingestBytes(
        world,
        { projectId: again, user: owner },
        `export${FILE_FORMAT_INFO[format].export?.extension ?? ''}`,
        await download(projectId, format, '?split=pool'),
        { format, split: { by: 'folder' } },
      );
      expect(rejects).toEqual([]);
      expect(view.acceptedCount).toBe(6);
      const pool = (await fileLabels(projectId)).filter(({ split }) => split === 'pool');
      expect(await fileLabels(again)).toEqual(pool);
    },
  );
});

describe('images', () => {
  let projectId: string;
  beforeAll(async () => {
    projectId = await newProject('image');
    const files = await Promise.all(
      ['train/cat/1.png', 'train/dog/1.png', 'train/dog/a,b "c".png', 'seed/cat/2.png', 'test/dog/1.png'].map(
        async (path, index) => ({ path, bytes: await numberedPng(index) }),
      ),
    );
    await ingestBytes(world, { projectId, user: owner }, 'pets.zip', await makeZip(files), {
      format: 'zip',
      split: { by: 'folder' },
    });
  });

  test.each(['zip', 'hugging-face', 'cvat', 'parquet'] as const)(
    '%s comes in again as it went out, byte for byte',
    async (format) => {
      const again = await newProject('image');
      const { rejects } = await ingestBytes(
        world,
        { projectId: again, user: owner },
        `export${FILE_FORMAT_INFO[format].export?.extension ?? ''}`,
        await download(projectId, format),
        { format, split: format === 'parquet' ? { by: 'column', column: 'split' } : { by: 'folder' } },
      );
      expect(rejects).toEqual([]);
      expect(await fileLabels(again)).toEqual(await fileLabels(projectId));
    },
  );

  test('a table that only names images says so', async () => {
    const again = await newProject('image');
    const csv = await download(projectId, 'csv');
    const { rejects } = await ingestBytes(world, { projectId: again, user: owner }, 'images.csv', csv, {
      format: 'csv',
    }).catch((error: unknown) => ({ rejects: String(error) }));
    expect(JSON.stringify(rejects)).toMatch(/missing-file/);
  });
});

test('features come in again with the columns that they had', async () => {
  const projectId = await newProject('features');
  const csv = 'id,label,split,weight,height\na,x,pool,1.5,-2\nb,y,test,0.1,1e-8\n';
  await ingestBytes(world, { projectId, user: owner }, 'rows.csv', Buffer.from(csv), {
    format: 'csv',
    split: { by: 'column', column: 'split' },
  });
  for (const format of ['csv', 'parquet'] as const) {
    const again = await newProject('features');
    const { rejects } = await ingestBytes(
      world,
      { projectId: again, user: owner },
      `rows.${format}`,
      await download(projectId, format),
      { format, split: { by: 'column', column: 'split' } },
    );
    expect(rejects).toEqual([]);
    // the hash of a row is that of its float32 values: weight and height, and nothing else
    expect(await fileLabels(again)).toEqual(await fileLabels(projectId));
    expect(withoutContent(await recordsOf(again, 'jsonl', 'features')).map(({ id }) => id)).toEqual([
      'a',
      'b',
    ]);
  }
});

test('a selection of many rows of two ingests carries the features of each', async () => {
  const projectId = await newProject('features');
  for (const name of ['first', 'second']) {
    const rows = Array.from({ length: 650 }, (_, row) => `${name}/${row},${row},${name.length}`);
    await ingestBytes(
      world,
      { projectId, user: owner },
      `${name}.csv`,
      Buffer.from(['id,row,of', ...rows].join('\n')),
      { format: 'csv', split: { by: 'fixed', split: 'pool' } },
    );
  }
  const request = { projectId, scoreSetId: null, scheme: 'random', budget: 1200 };
  const { selectionId } = await world.caller(owner).selections.create(request);
  const records = await recordsOf(projectId, 'csv', 'features', `?selection=${selectionId}`);
  expect(new Set(records.map(({ id }) => id)).size).toBe(1200);
  for (const { id, content } of records) {
    const [name = '', row] = id.split('/');
    expect(content).toEqual({ kind: 'features', values: Float32Array.of(Number(row), name.length) });
  }
});
