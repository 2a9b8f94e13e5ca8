import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as getImage } from '@/app/api/projects/[projectId]/examples/[row]/image/route';
import { GET as getText } from '@/app/api/projects/[projectId]/examples/[row]/text/route';
import type { IngestRequest } from '@/lib/contracts/ingest';
import { webProcess } from '@/server/api/web-process';
import { ingestHandler } from '@/server/datasets/ingest.handler';
import { startIngest } from '@/server/datasets/ingest.service';
import { readReference } from '@/server/storage/blob-reference';
import type { IngestOptions } from '../support/ingest';
import { ingestBytes, runIngest, uploadBytes } from '../support/ingest';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess, WEB_URL } from '../support/web-process';
import { makeZip } from '../support/zip';

const importRoot = await temporaryFolder();
const world = await createTestContainer({ env: { importRoots: [importRoot] } });
useAsWebProcess(world);
const { container } = world;
const owner = await world.createUser();
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

const newProject = async () => (await world.createProject(owner, { modality: 'text', classes: [] })).id;
const ingest = (projectId: string, fileName: string, bytes: string | Buffer, options: IngestOptions) =>
  ingestBytes(world, { projectId, user: owner }, fileName, Buffer.from(bytes), options);

async function examplesOf(projectId: string) {
  const { items } = await world.caller(owner).examples.list({ projectId, limit: 200 });
  const { classes } = await world.caller(owner).projects.get({ projectId });
  return items.map(({ key, split, label, text }) => ({
    key,
    split,
    label: label === null ? null : classes[label],
    text,
  }));
}

async function textOf(projectId: string, row: number): Promise<string> {
  const { originalBlob } = await container.db.example.findUniqueOrThrow({
    where: { projectId_row: { projectId, row } },
  });
  return (await readReference(container.blobs, originalBlob ?? '')).toString();
}

/** 32 letters of Windows-1252 from € to Ÿ, then é: what Python's codec makes of them, where it makes anything. */
const WINDOWS_BYTES = Buffer.from([0x80, 0x82, 0x93, 0x94, 0x9c, 0x9f, 0xe9]);
const WINDOWS_TEXT = '€‚“”œŸé';

const MAIL =
  'From a@b.c Mon\r\nReceived: from x\r\n\tby y\r\nSubject: Two lines\r\n of subject\r\nTo: z\r\n\r\nThe body:\n\nit begins here';

describe('files of text', () => {
  test('each bad one is listed with its reason, the others go on', async () => {
    const projectId = await newProject();
    const zip = await makeZip([
      { path: 'ham/a.txt', bytes: Buffer.from('Hello,\n\n  world') },
      { path: 'ham/empty.txt', bytes: Buffer.alloc(0) },
      { path: 'ham/blank.txt', bytes: Buffer.from(' \n\t\n') },
      { path: 'spam/binary.txt', bytes: Buffer.from('PK\0\0') },
      { path: 'spam/long.txt', bytes: Buffer.alloc(4 * 2 ** 20 + 1, 'x') },
      { path: 'spam/latin.eml', bytes: WINDOWS_BYTES },
      { path: 'spam/wide', bytes: Buffer.from('\ufeffwide', 'utf16le') },
      { path: 'spam/again', bytes: Buffer.from('wide') },
      { path: 'spam/marked', bytes: Buffer.from('\ufeffmarked') },
      { path: 'spam/mail', bytes: Buffer.from(MAIL) },
    ]);
    const { view, rejects } = await ingest(projectId, 'mails.zip', zip, { format: 'zip' });
    expect(view).toMatchObject({ state: 'done', acceptedCount: 5, duplicateCount: 1, recodedCount: 2 });
    expect(rejects).toEqual([
      ['spam/again', 'duplicate'],
      ['ham/empty.txt', 'empty'],
      ['ham/blank.txt', 'empty'],
      ['spam/binary.txt', 'nul-bytes'],
      ['spam/long.txt', 'too-large'],
    ]);
    const examples = await examplesOf(projectId);
    expect(examples.map(({ key, label, text }) => [key, label, text?.excerpt, text?.encoding])).toEqual([
      ['ham/a.txt', 'ham', 'Hello, world', 'utf-8'],
      ['spam/latin.eml', 'spam', WINDOWS_TEXT, 'windows-1252'],
      ['spam/wide', 'spam', 'wide', 'utf-16'],
      ['spam/marked', 'spam', 'marked', 'utf-8'],
      ['spam/mail', 'spam', 'Two lines of subject The body: it begins here', 'utf-8'],
    ]);
    expect(await textOf(projectId, 0)).toBe('Hello,\n\n  world');
    expect(await textOf(projectId, 1)).toBe(WINDOWS_TEXT);
    expect(await textOf(projectId, 3)).toBe('marked');
    expect(await textOf(projectId, 4)).toBe(MAIL);
  });

  test('what is not UTF-8 is left out where only that is wanted', async () => {
    const projectId = await newProject();
    const zip = await makeZip([
      { path: 'a', bytes: WINDOWS_BYTES },
      { path: 'b', bytes: Buffer.from('Grüße') },
    ]);
    const { rejects } = await ingest(projectId, 'a.zip', zip, { format: 'zip', encoding: 'utf-8' });
    expect(rejects).toEqual([['a', 'not-utf-8']]);
    expect((await examplesOf(projectId)).map(({ text }) => text?.excerpt)).toEqual(['Grüße']);
  });

  test('a folder on the server names splits and classes; an excerpt never ends within a character', async () => {
    const projectId = await newProject();
    const folder = join(importRoot, 'mails');
    await mkdir(join(folder, 'train/ham'), { recursive: true });
    await mkdir(join(folder, 'test/spam'), { recursive: true });
    await writeFile(join(folder, 'train/ham/1'), `${'x'.repeat(299)}😀${'y'.repeat(50)}`);
    await writeFile(join(folder, 'test/spam/2'), `${' '.repeat(100_000)}far${'\n'.repeat(100_000)}away`);
    const request: IngestRequest = {
      format: 'folder',
      source: { kind: 'path', path: folder },
      split: { by: 'folder' },
      addClasses: true,
    };
    await runIngest(world, { projectId, user: owner }, request);
    const examples = await examplesOf(projectId);
    expect(examples.map(({ key, split, label }) => [key, split, label])).toEqual([
      ['test/spam/2', 'test', 'spam'],
      ['train/ham/1', 'pool', 'ham'],
    ]);
    expect(examples.map(({ text }) => text?.excerpt)).toEqual(['far away', 'x'.repeat(299)]);
    expect(examples[1]?.text?.characters).toBe(299 + 2 + 50);
  });
});

describe('tables of texts', () => {
  const ROWS = [
    ['id', 'text', 'class', 'part'],
    ['a', 'One, with a comma', 'ham', 'train'],
    ['b', 'Two\nlines and a "quote"', 'spam', 'test'],
    ['c', '', 'ham', 'train'],
    ['d', 'Four', 'ham', 'nowhere'],
    ['', 'Five', 'ham', 'train'],
    ['f', 'One, with a comma', 'ham', 'train'],
  ];
  const options = { labelColumn: 'class', split: { by: 'column' as const, column: 'part' } };
  const EXPECTED = [
    { key: 'a', split: 'pool', label: 'ham', text: 'One, with a comma' },
    { key: 'b', split: 'test', label: 'spam', text: 'Two lines and a "quote"' },
  ];
  const brief = async (projectId: string) =>
    (await examplesOf(projectId)).map(({ text, ...rest }) => ({ ...rest, text: text?.excerpt }));

  test('CSV: quoted line breaks, bad rows by row and line', async () => {
    const projectId = await newProject();
    const quoted = ROWS.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
    const csv = [...quoted, 'too,few'].join('\r\n');
    const { rejects } = await ingest(projectId, 'mails.csv', csv, { format: 'csv', ...options });
    expect(await brief(projectId)).toEqual(EXPECTED);
    expect(rejects).toEqual([
      ['f', 'duplicate'],
      ['mails.csv, row 2 (line 5)', 'no-text'],
      ['d', 'unknown-split'],
      ['mails.csv, row 4 (line 7)', 'no-id'],
      ['mails.csv, row 6 (line 9)', 'broken-row'],
    ]);
    expect(await textOf(projectId, 1)).toBe('Two\nlines and a "quote"');
  });

  test('CSV in Windows-1252, with semicolons and another name for the text', async () => {
    const projectId = await newProject();
    const csv = Buffer.concat([Buffer.from('label;mail\nham;'), WINDOWS_BYTES, Buffer.from('\nspam;Tom')]);
    const { view } = await ingest(projectId, 'm.csv', csv, { format: 'csv', textColumn: 'mail' });
    expect(view.recodedCount).toBe(1);
    expect(await brief(projectId)).toEqual([
      { key: 'm/0', split: 'pool', label: 'ham', text: WINDOWS_TEXT },
      { key: 'm/1', split: 'pool', label: 'spam', text: 'Tom' },
    ]);
  });

  test('CSV whose quote is never closed, or without the column, is refused with its name', async () => {
    const projectId = await newProject();
    const open = await ingest(projectId, 'o.csv', 'text,label\n"never closed,ham\n', { format: 'csv' });
    expect(open.job.error?.message).toMatch(/^o\.csv cannot be read as CSV: .*[Qq]uote/);
    const bare = await ingest(projectId, 'n.csv', 'words,label\na,b\n', { format: 'csv' });
    expect(bare.job.error?.message).toBe('n.csv has no column “text”.');
  });

  test('JSON Lines: an object a line, broken ones by line', async () => {
    const projectId = await newProject();
    const [names = [], ...rows] = ROWS;
    const lines = rows.map((row) =>
      JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at]]))),
    );
    const content = [...lines, '{"text":', '[1]', '', '{"text": 5, "class": 1, "part": "seed"}'].join('\n');
    const { rejects } = await ingest(projectId, 'm.jsonl', content, { format: 'jsonl', ...options });
    expect(await brief(projectId)).toEqual([
      ...EXPECTED,
      { key: 'm/4', split: 'pool', label: 'ham', text: 'Five' },
      { key: 'm/8', split: 'seed', label: '1', text: '5' },
    ]);
    expect(rejects).toEqual([
      ['f', 'duplicate'],
      ['m.jsonl, row 2 (line 3)', 'empty'],
      ['d', 'unknown-split'],
      ['m.jsonl, row 6 (line 7)', 'broken-row'],
      ['m.jsonl, row 7 (line 8)', 'broken-row'],
    ]);
  });

  test('Parquet, as pyarrow writes it', async () => {
    const projectId = await newProject();
    const parquet = await readFile(new URL('../support/reference/texts.parquet', import.meta.url));
    const { view } = await ingest(projectId, 't.parquet', parquet, { format: 'parquet', ...options });
    expect(view).toMatchObject({ acceptedCount: 3, duplicateCount: 0, rejectedCount: 1 });
    expect(await brief(projectId)).toEqual([
      ...EXPECTED,
      { key: 'e', split: 'seed', label: 'spam', text: 'Grüße, 世界' },
    ]);
  });
});

test('killed between two batches, it goes on and ends as if nothing had been', async () => {
  const lines = Array.from({ length: 2500 }, (_, row) =>
    JSON.stringify({ text: `text ${row % 2400}`, label: row % 3 }),
  );
  const content = Buffer.from(lines.join('\n'));
  const whole = await newProject();
  await ingest(whole, 'm.jsonl', content, { format: 'jsonl' });

  const projectId = await newProject();
  const source = await uploadBytes(world, projectId, 'm.jsonl', content);
  const request: IngestRequest = {
    format: 'jsonl',
    source,
    split: { by: 'fixed', split: 'pool' },
    addClasses: true,
  };
  const { ingestId } = await startIngest(container, { projectId, userId: owner.id, request });
  let checkpoint: unknown = null;
  let batches = 0;
  const context = {
    jobId: 'killed',
    projectId,
    attempt: 1,
    worker: 'test',
    signal: new AbortController().signal,
    checkpoint,
    progress: () => undefined,
    saveCheckpoint: (value: unknown) => {
      // The first is saved before anything is read.
      if (++batches > 2) return Promise.reject(new Error('the power is gone'));
      checkpoint = value;
      return Promise.resolve();
    },
  };
  await expect(ingestHandler.run(container, { ingestId, trusted: false }, context)).rejects.toThrow('power');
  expect(checkpoint).toMatchObject({ position: 1000 });
  expect(await container.db.example.count({ where: { projectId } })).toBe(1000);
  const saveCheckpoint = () => Promise.resolve();
  await ingestHandler.run(
    container,
    { ingestId, trusted: false },
    { ...context, checkpoint, saveCheckpoint },
  );
  const keys = (id: string) =>
    container.db.example.findMany({
      where: { projectId: id },
      orderBy: { row: 'asc' },
      select: { row: true, key: true, contentHash: true, fileLabel: true, excerpt: true },
    });
  expect(await keys(projectId)).toEqual(await keys(whole));
  expect(await world.caller(owner).datasets.list({ projectId })).toMatchObject([
    { acceptedCount: 2400, duplicateCount: 100 },
  ]);
  await world.runJobs();
});

describe('over HTTP', () => {
  let projectId: string;
  beforeAll(async () => {
    projectId = await newProject();
    const zip = await makeZip([{ path: 'a.html', bytes: Buffer.from('<script>alert("ü")</script>') }]);
    await ingest(projectId, 'a.zip', zip, { format: 'zip' });
  });
  const ask = async (get: typeof getText, row = '0') =>
    get(
      new Request(`${WEB_URL}/api/projects/${projectId}/examples/${row}`, {
        headers: { cookie: await cookiesOf(world, owner), host: new URL(WEB_URL).host },
      }),
      { params: Promise.resolve({ projectId, row }) },
    );

  test('the whole text is plain text, whatever it looks like', async () => {
    const response = await ask(getText);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(await response.text()).toBe('<script>alert("ü")</script>');
  });

  test('a text is no image, and a row that is not there is not found', async () => {
    expect((await ask(getImage)).status).toBe(404);
    expect((await ask(getText, '1')).status).toBe(404);
  });

  test('is found by its words', async () => {
    const found = await world.caller(owner).examples.list({ projectId, search: 'ALERT' });
    expect(found.items.map(({ text }) => text?.url)).toEqual([`/api/projects/${projectId}/examples/0/text`]);
    expect((await world.caller(owner).examples.list({ projectId, search: 'nothing' })).total).toBe(0);
  });
});
