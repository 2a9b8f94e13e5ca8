import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { IngestRequest } from '@/lib/contracts/ingest';
import type { ProjectInput } from '@/lib/contracts/project';
import { startIngest } from '@/server/datasets/ingest.service';
import { readReference } from '@/server/storage/blob-reference';
import type { IngestOptions } from '../support/ingest';
import { ingestBytes, runIngest, uploadBytes } from '../support/ingest';
import { numberedPng } from '../support/pictures';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer } from '../support/test-container';
import type { ZipContent } from '../support/zip';
import { makeZip, patchEntry, renameInZip, ZIP_FLAGS, ZIP_METHOD } from '../support/zip';

const importRoot = await temporaryFolder();
const world = await createTestContainer({ env: { importRoots: [importRoot] } });
afterAll(() => world.close());
const { container } = world;
const owner = await world.createUser();

const upload = (projectId: string, fileName: string, bytes: Uint8Array) =>
  uploadBytes(world, projectId, fileName, bytes);
const ingest = (projectId: string, fileName: string, bytes: Uint8Array, options: IngestOptions) =>
  ingestBytes(world, { projectId, user: owner }, fileName, bytes, options);
const run = (projectId: string, request: IngestRequest) =>
  runIngest(world, { projectId, user: owner }, request);

async function newProject(input: Partial<ProjectInput> = {}) {
  return (await world.createProject(owner, { classes: [], ...input })).id;
}

async function examplesOf(projectId: string) {
  const examples = await container.db.example.findMany({ where: { projectId }, orderBy: { row: 'asc' } });
  const { classes, exampleCount } = await container.db.project.findUniqueOrThrow({
    where: { id: projectId },
  });
  expect(examples.map(({ row }) => row)).toEqual(examples.map((_, index) => index));
  expect(exampleCount).toBe(examples.length);
  return examples.map(({ key, split, fileLabel, ...rest }) => ({
    ...rest,
    key,
    split,
    label: fileLabel === null ? null : classes[fileLabel],
  }));
}

const brief = (examples: Awaited<ReturnType<typeof examplesOf>>) =>
  examples.map(({ key, split, label }) => [key, split, label]);

async function pngs(...paths: string[]): Promise<ZipContent[]> {
  return Promise.all(paths.map(async (path, index) => ({ path, bytes: await numberedPng(index) })));
}

describe('a zip of images', () => {
  test('gives labels by folder, sorted classes, sizes, originals and thumbnails', async () => {
    const projectId = await newProject();
    const files = await pngs('dog/1.png', 'cat/2.png', 'cat/3.png', 'alone.png');
    const { view } = await ingest(projectId, 'pets.zip', await makeZip(files), { format: 'zip' });
    expect(view).toMatchObject({ name: 'pets.zip', state: 'done', acceptedCount: 4, rejectedCount: 0 });
    const examples = await examplesOf(projectId);
    expect(brief(examples)).toEqual([
      ['dog/1.png', 'pool', 'dog'],
      ['cat/2.png', 'pool', 'cat'],
      ['cat/3.png', 'pool', 'cat'],
      ['alone.png', 'pool', null],
    ]);
    expect((await container.db.project.findUniqueOrThrow({ where: { id: projectId } })).classes).toEqual([
      'cat',
      'dog',
    ]);
    expect([examples[0]?.width, examples[0]?.height]).toEqual([12, 12]);
    const original = await readReference(container.blobs, examples[1]?.originalBlob ?? '');
    expect(original.equals(Buffer.from(files[1]?.bytes ?? []))).toBe(true);
    const thumbnail = await readReference(container.blobs, examples[1]?.thumbnailBlob ?? '');
    expect((await sharp(thumbnail).metadata()).format).toBe('webp');
  });

  test('a wrapping folder is no class, folders can name the split', async () => {
    const projectId = await newProject();
    const paths = ['set/train/cat/1.png', 'set/Test/dog/2.png', 'set/seed/3.png', 'set/other/4.png'];
    const { rejects } = await ingest(projectId, 'set.zip', await makeZip(await pngs(...paths)), {
      format: 'zip',
      split: { by: 'folder' },
    });
    expect(brief(await examplesOf(projectId))).toEqual([
      ['set/train/cat/1.png', 'pool', 'cat'],
      ['set/Test/dog/2.png', 'test', 'dog'],
      ['set/seed/3.png', 'seed', null],
    ]);
    expect(rejects).toEqual([['set/other/4.png', 'unknown-split']]);
  });

  test('one common folder is a class where the project has it', async () => {
    const projectId = await newProject({ classes: ['dog', 'cat'] });
    await ingest(projectId, 'cats.zip', await makeZip(await pngs('cat/1.png', 'cat/2.png')), {
      format: 'zip',
    });
    expect((await examplesOf(projectId)).map(({ label }) => label)).toEqual(['cat', 'cat']);
  });

  test('lists each file that cannot be used, and takes the rest', async () => {
    const projectId = await newProject({ classes: ['cat'] });
    const [good, truncated] = [await numberedPng(1, 64), await numberedPng(2, 64)];
    const files: ZipContent[] = [
      { path: '__MACOSX/cat/._good.png', bytes: Buffer.from('litter') },
      { path: 'cat/.DS_Store', bytes: Buffer.from('litter') },
      { path: 'cat/', bytes: new Uint8Array() },
      { path: 'cat/good.png', bytes: good },
      { path: 'cat/again.png', bytes: good },
      { path: 'cat/truncated.png', bytes: truncated.subarray(0, 90) },
      { path: 'cat/text.png', bytes: Buffer.from('not a picture') },
      { path: 'cat/jpeg.png', bytes: await sharp(good).jpeg().toBuffer() },
      { path: 'ZZ/evil.png', bytes: await numberedPng(3) },
      { path: 'Zabsolute.png', bytes: await numberedPng(4) },
      { path: 'cat/link.png', bytes: Buffer.from('../../etc/passwd'), mode: 0o120777 },
      { path: 'cat/bomb.png', bytes: Buffer.alloc(20 * 2 ** 20), compress: true },
      { path: 'cat/secret.png', bytes: await numberedPng(5) },
      { path: 'cat/lzma.png', bytes: await numberedPng(6) },
      { path: 'cat/damaged.png', bytes: await numberedPng(7) },
      { path: 'cat/inner.zip', bytes: await makeZip([{ path: 'a.png', bytes: good }]) },
      { path: 'bird/unknown.png', bytes: await numberedPng(8) },
    ];
    let zip = await makeZip(files.filter(({ path }) => !path.endsWith('/')));
    zip = renameInZip(zip, 'ZZ/evil.png', '../evil.png');
    zip = renameInZip(zip, 'Zabsolute.png', '/absolute.png');
    zip = patchEntry(zip, 'cat/secret.png', ZIP_FLAGS, (flags) => flags | 1);
    zip = patchEntry(zip, 'cat/lzma.png', ZIP_METHOD, () => 14);
    const damagedData = zip.indexOf('cat/damaged.png') + 'cat/damaged.png'.length + 20;
    zip[damagedData] = (zip[damagedData] as number) ^ 0xff;
    const { view, rejects } = await ingest(projectId, 'mixed.zip', zip, { format: 'zip', addClasses: false });
    expect(view).toMatchObject({ state: 'done', acceptedCount: 1, duplicateCount: 1, rejectedCount: 12 });
    expect(brief(await examplesOf(projectId))).toEqual([['cat/good.png', 'pool', 'cat']]);
    expect(rejects.sort()).toEqual(
      [
        ['cat/again.png', 'duplicate'],
        ['cat/truncated.png', 'broken'],
        ['cat/text.png', 'not-an-image'],
        ['cat/jpeg.png', 'wrong-extension'],
        ['../evil.png', 'unsafe-path'],
        ['/absolute.png', 'unsafe-path'],
        ['cat/link.png', 'not-a-file'],
        ['cat/bomb.png', 'zip-bomb'],
        ['cat/secret.png', 'encrypted'],
        ['cat/lzma.png', 'unsupported-format'],
        ['cat/damaged.png', 'broken'],
        ['cat/inner.zip', 'not-an-image'],
        ['bird/unknown.png', 'unknown-class'],
      ].sort(),
    );
  });

  test.each([
    [
      'that is none',
      'text.zip',
      () => Promise.resolve(Buffer.from('no zip at all')),
      'cannot be read as a zip',
    ],
    [
      'without its end',
      'cut.zip',
      async () => (await makeZip(await pngs('a/1.png'))).subarray(0, 150),
      'cannot be read as a zip',
    ],
    ['that is empty', 'empty.zip', () => makeZip([]), 'empty.zip holds nothing to ingest'],
    [
      'that grows beyond reason',
      'bomb.zip',
      () =>
        makeZip(
          Array.from({ length: 18 }, (_, index) => ({
            path: `${index}.png`,
            bytes: Buffer.alloc(60 * 2 ** 20),
            compress: true,
          })),
        ),
      'it would grow from',
    ],
    [
      'with nothing usable',
      'notes.zip',
      () => makeZip([{ path: 'readme.txt', bytes: Buffer.from('hello') }]),
      'None of the 1 items of notes.zip could be used. The first: readme.txt: The file is not an image.',
    ],
  ])('%s fails with its name, and leaves nothing', async (_title, name, make, message) => {
    const projectId = await newProject();
    const { view, job } = await ingest(projectId, name, await make(), { format: 'zip' });
    expect(view).toMatchObject({ state: 'failed', acceptedCount: 0 });
    expect(job.state).toBe('failed');
    expect(view.error?.message).toContain(message);
    expect(await examplesOf(projectId)).toEqual([]);
  });

  test('the same file again brings nothing new', async () => {
    const projectId = await newProject();
    const zip = await makeZip(await pngs('a/1.png', 'b/2.png'));
    await ingest(projectId, 'one.zip', zip, { format: 'zip' });
    const { view, rejects } = await ingest(projectId, 'two.zip', zip, { format: 'zip' });
    expect(view).toMatchObject({ state: 'done', acceptedCount: 0, duplicateCount: 2, rejectedCount: 0 });
    expect(rejects).toEqual([
      ['a/1.png', 'duplicate'],
      ['b/2.png', 'duplicate'],
    ]);
    expect(await examplesOf(projectId)).toHaveLength(2);
    const list = { projectId, ingestId: view.id };
    expect(await world.caller(owner).datasets.rejects({ ...list, kind: 'rejected' })).toEqual({
      total: 0,
      items: [],
    });
    expect(
      await world.caller(owner).datasets.rejects({ ...list, kind: 'duplicate', limit: 1 }),
    ).toMatchObject({
      total: 2,
      items: [{ name: 'a/1.png', reason: 'The same content as “a/1.png”.' }],
    });
  });

  test('a name that is taken by another picture is refused', async () => {
    const projectId = await newProject();
    await ingest(projectId, 'one.zip', await makeZip([{ path: 'a.png', bytes: await numberedPng(1) }]), {
      format: 'zip',
    });
    const other = await makeZip([
      { path: 'a.png', bytes: await numberedPng(2) },
      { path: 'b.png', bytes: await numberedPng(3) },
    ]);
    const { rejects } = await ingest(projectId, 'two.zip', other, { format: 'zip' });
    expect(rejects).toEqual([['a.png', 'name-taken']]);
    expect((await examplesOf(projectId)).map(({ key }) => key)).toEqual(['a.png', 'b.png']);
  });
});

describe('a folder on the server', () => {
  async function makeFolder(files: readonly ZipContent[]): Promise<string> {
    const folder = await mkdtemp(join(importRoot, 'folder-'));
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    return folder;
  }
  const request = (path: string): IngestRequest => ({
    format: 'folder',
    source: { kind: 'path', path },
    split: { by: 'fixed', split: 'seed' },
    addClasses: true,
  });

  test('is read in the order of its names; links are not followed', async () => {
    const projectId = await newProject();
    const folder = await makeFolder(await pngs('b/2.png', 'a/deep/x/1.png', 'c.png', '.hidden/3.png'));
    await symlink('/etc', join(folder, 'link'));
    const { rejects } = await run(projectId, request(folder));
    expect(brief(await examplesOf(projectId))).toEqual([
      ['a/deep/x/1.png', 'seed', 'x'],
      ['b/2.png', 'seed', 'b'],
      ['c.png', 'seed', null],
    ]);
    expect(rejects).toEqual([['link', 'not-a-file']]);
  });

  test.each([
    ['outside the import folders', () => Promise.resolve('/etc')],
    ['outside and not there', () => Promise.resolve('/nowhere/at/all')],
    ['that climbs out', () => Promise.resolve(`${importRoot}/../..`)],
    ['relative', () => Promise.resolve('tests')],
    [
      'that leads outside by a link',
      async () => {
        const link = join(importRoot, 'way-out');
        await symlink('/usr', link);
        return link;
      },
    ],
  ])('a path %s is refused', async (_title, makePath) => {
    const projectId = await newProject();
    const start = startIngest(container, { projectId, userId: owner.id, request: request(await makePath()) });
    await expect(start).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('import folder') as string,
    });
  });

  test('a path below the import folders that is not there is named', async () => {
    const projectId = await newProject();
    const start = startIngest(container, {
      projectId,
      userId: owner.id,
      request: request(join(importRoot, 'missing')),
    });
    await expect(start).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('requests that do not fit', () => {
  const pool = { by: 'fixed', split: 'pool' } as const;
  const path = { kind: 'path', path: importRoot } as const;
  test.each<[string, IngestRequest, string]>([
    [
      'a folder split of a table',
      { format: 'csv', source: path, split: { by: 'folder' }, addClasses: true },
      'no folders',
    ],
    [
      'a column split of a zip',
      { format: 'zip', source: path, split: { by: 'column', column: 'x' }, addClasses: true },
      'no named columns',
    ],
    [
      'labels beside a zip',
      { format: 'zip', source: path, labelsSource: path, split: pool, addClasses: true },
      'labels come from the folders',
    ],
    [
      'shares beyond one',
      {
        format: 'zip',
        source: path,
        split: { by: 'random', seedShare: 0.7, testShare: 0.4, seed: 1 },
        addClasses: true,
      },
      'more than everything',
    ],
    ['a folder for a zip', { format: 'zip', source: path, split: pool, addClasses: true }, 'is not a file'],
    [
      'an uploaded folder',
      {
        format: 'folder',
        source: { kind: 'upload', uploadId: 'x', fileName: 'x' },
        split: pool,
        addClasses: true,
      },
      'cannot be uploaded',
    ],
  ])('%s', async (_title, request, message) => {
    const projectId = await newProject();
    const start = startIngest(container, { projectId, userId: owner.id, request });
    await expect(start).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(message) as string,
    });
  });

  test('a format of the other modality', async () => {
    const projectId = await newProject({ modality: 'features' });
    const source = await upload(projectId, 'a.zip', await makeZip([]));
    const start = startIngest(container, {
      projectId,
      userId: owner.id,
      request: { format: 'zip', source, split: pool, addClasses: true },
    });
    await expect(start).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('a second ingest while one waits', async () => {
    const projectId = await newProject();
    const zip = await makeZip(await pngs('a.png'));
    const request = async (): Promise<IngestRequest> => ({
      format: 'zip',
      source: await upload(projectId, 'a.zip', zip),
      split: pool,
      addClasses: true,
    });
    await startIngest(container, { projectId, userId: owner.id, request: await request() });
    const second = startIngest(container, { projectId, userId: owner.id, request: await request() });
    await expect(second).rejects.toMatchObject({ code: 'conflict' });
    await world.runJobs();
  });

  test('an upload of another project', async () => {
    const [mine, theirs] = [await newProject(), await newProject()];
    const source = await upload(theirs, 'a.zip', await makeZip([]));
    for (const uploadId of [source.uploadId, `../../${theirs}/uploads/${source.uploadId}`]) {
      const start = startIngest(container, {
        projectId: mine,
        userId: owner.id,
        request: { format: 'zip', source: { ...source, uploadId }, split: pool, addClasses: true },
      });
      await expect(start).rejects.toMatchObject({ code: 'not-found' });
    }
  });
});
