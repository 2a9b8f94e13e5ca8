import { afterAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';
import type { IngestRequest } from '@/lib/contracts/ingest';
import type { ProjectInput } from '@/lib/contracts/project';
import { encodeNpy } from '@/server/datasets/formats/npy-encode';
import { readReference } from '@/server/storage/blob-reference';
import { readFile } from 'node:fs/promises';
import { idxImages, idxLabels, sampleImages } from '../support/idx';
import type { IngestOptions } from '../support/ingest';
import { ingestBytes, uploadBytes } from '../support/ingest';
import { createTestContainer } from '../support/test-container';

const world = await createTestContainer();
afterAll(() => world.close());
const { container } = world;
const user = await world.createUser();

async function newProject(input: Partial<ProjectInput> = {}) {
  return (await world.createProject(user, { modality: 'features', classes: [], ...input })).id;
}

const ingest = (projectId: string, fileName: string, content: string | Uint8Array, options: IngestOptions) =>
  ingestBytes(
    world,
    { projectId, user },
    fileName,
    typeof content === 'string' ? Buffer.from(content) : content,
    options,
  );

async function stateOf(projectId: string) {
  const { classes, exampleCount } = await container.db.project.findUniqueOrThrow({
    where: { id: projectId },
  });
  const rows = await container.db.example.findMany({ where: { projectId }, orderBy: { row: 'asc' } });
  const ingests = await container.db.ingest.findMany({
    where: { projectId, matrixBlob: { not: null } },
    orderBy: { createdAt: 'asc' },
  });
  const matrices = await Promise.all(
    ingests.map(({ matrixBlob }) => container.matrices.read(matrixBlob ?? '')),
  );
  return {
    classes,
    exampleCount,
    examples: rows.map(({ key, split, fileLabel }) => [key, split, fileLabel]),
    values: matrices.flatMap(({ data }) => [...data]),
  };
}

describe('a CSV table', () => {
  test('with ids, labels and splits by column; each bad row is listed, the rest is taken', async () => {
    const projectId = await newProject();
    const csv = [
      'name,kind,part,x,y',
      'a,dog,train,1,2',
      'b,cat,test,3,4',
      'c,cat,train,5',
      'd,cat,train,6,NaN',
      ',cat,train,7,8',
      'f,dog,somewhere,9,10',
      'a,dog,train,11,12',
      'h,,seed,13,14',
      'i,cat,train,1,2',
      'j,cat,pool,x,16',
      'k,"cat,train,17,18',
    ].join('\n');
    const { view, rejects } = await ingest(projectId, 'table.csv', csv, {
      format: 'csv',
      idColumn: 'name',
      labelColumn: 'kind',
      split: { by: 'column', column: 'part' },
    });
    expect(view).toMatchObject({ state: 'done', acceptedCount: 3, duplicateCount: 1, rejectedCount: 7 });
    expect(rejects).toEqual([
      // Duplicates of a batch are listed before what could not be used.
      ['i', 'duplicate'],
      ['table.csv, row 2 (line 4)', 'short-row'],
      ['table.csv, row 3 (line 5)', 'not-finite'],
      ['table.csv, row 4', 'no-id'],
      ['f', 'unknown-split'],
      ['a', 'name-taken'],
      ['table.csv, row 9 (line 11)', 'not-a-number'],
      ['table.csv, row 10 (line 12)', 'broken-row'],
    ]);
    expect(await stateOf(projectId)).toEqual({
      classes: ['cat', 'dog'],
      exampleCount: 3,
      examples: [
        ['a', 'pool', 1],
        ['b', 'test', 0],
        ['h', 'seed', null],
      ],
      values: [1, 2, 3, 4, 13, 14],
    });
  });

  test('without names has numbered rows and no labels', async () => {
    const projectId = await newProject();
    await ingest(projectId, 'plain.csv', '1,2\n3,4\n', { format: 'csv' });
    expect((await stateOf(projectId)).examples).toEqual([
      ['plain/0', 'pool', null],
      ['plain/1', 'pool', null],
    ]);
  });

  test('a column that it does not have fails the ingest with the names that it has', async () => {
    const projectId = await newProject();
    const { view } = await ingest(projectId, 't.csv', 'a,b\n1,2\n', { format: 'csv', labelColumn: 'kind' });
    expect(view.error).toMatchObject({
      message: 't.csv has no column “kind”.',
      remedy: 'Its columns begin with: a, b.',
    });
  });

  test('numbers as labels: those of the project’s classes, else classes of their own in order', async () => {
    const known = await newProject({ classes: ['zero', 'one'] });
    await ingest(known, 't.csv', 'label,x\n1,5\n0,6\n', { format: 'csv' });
    expect(await stateOf(known)).toMatchObject({
      classes: ['zero', 'one'],
      examples: [
        ['t/0', 'pool', 1],
        ['t/1', 'pool', 0],
      ],
    });
    const own = await newProject();
    await ingest(own, 't.csv', 'label,x\n10,5\n9,6\n10,7\n', { format: 'csv' });
    expect(await stateOf(own)).toMatchObject({
      classes: ['9', '10'],
      examples: [
        ['t/0', 'pool', 1],
        ['t/1', 'pool', 0],
        ['t/2', 'pool', 1],
      ],
    });
  });
});

describe('other matrices', () => {
  test('.npy with labels of class numbers', async () => {
    const projectId = await newProject();
    const labelsSource = await uploadBytes(
      world,
      projectId,
      'labels.npy',
      encodeNpy(Int32Array.of(2, 0), [2]),
    );
    await ingest(projectId, 'x.npy', encodeNpy(Float32Array.of(1, 2, 3, 4), [2, 2]), {
      format: 'npy',
      labelsSource,
    });
    expect(await stateOf(projectId)).toEqual({
      classes: ['0', '1', '2'],
      exampleCount: 2,
      examples: [
        ['x/0', 'pool', 2],
        ['x/1', 'pool', 0],
      ],
      values: [1, 2, 3, 4],
    });
  });

  test('.npy with a CSV of ids and names; NaN rows are left out with their labels', async () => {
    const projectId = await newProject();
    const labelsSource = await uploadBytes(
      world,
      projectId,
      'labels.csv',
      Buffer.from('id,label\nu,dog\nv,cat\nw,dog\n'),
    );
    const { rejects } = await ingest(projectId, 'x.npy', encodeNpy(Float32Array.of(1, NaN, 3), [3, 1]), {
      format: 'npy',
      labelsSource,
    });
    expect(rejects).toEqual([['x.npy, row 1', 'not-finite']]);
    expect(await stateOf(projectId)).toMatchObject({
      classes: ['dog'],
      examples: [
        ['u', 'pool', 0],
        ['w', 'pool', 0],
      ],
      values: [1, 3],
    });
  });

  test('labels that are too few fail the ingest before anything is written', async () => {
    const projectId = await newProject();
    const labelsSource = await uploadBytes(world, projectId, 'labels.npy', encodeNpy(Int32Array.of(0), [1]));
    const { view } = await ingest(projectId, 'x.npy', encodeNpy(Float32Array.of(1, 2), [2, 1]), {
      format: 'npy',
      labelsSource,
    });
    expect(view.error?.message).toBe('labels.npy has 1 labels, x.npy has 2 examples.');
    expect((await stateOf(projectId)).examples).toEqual([]);
  });

  test('of another format than was said are refused', async () => {
    const projectId = await newProject();
    const { view } = await ingest(projectId, 'x.csv', '1,2\n', { format: 'npy' });
    expect(view.error?.message).toBe('x.csv holds csv, not npy.');
  });

  test('Parquet written by pyarrow, with ids and labels', async () => {
    const projectId = await newProject();
    const bytes = await readFile(
      new URL('../support/reference/matrix-files/groups.parquet', import.meta.url),
    );
    await ingest(projectId, 'groups.parquet', bytes, { format: 'parquet' });
    const { classes, examples } = await stateOf(projectId);
    expect(classes).toEqual(['bat', 'cat', 'dog', 'eel']);
    expect(examples.map(([key, , label]) => [key, classes[Number(label)]])).toEqual([
      ['row-0', 'cat'],
      ['row-1', 'dog'],
      ['row-2', 'cat'],
      ['row-3', 'eel'],
      ['row-4', 'dog'],
      ['row-5', 'bat'],
      ['row-6', 'cat'],
    ]);
  });

  test('of other columns than the project has are refused', async () => {
    const projectId = await newProject();
    await ingest(projectId, 'a.csv', '1,2\n', { format: 'csv' });
    const { view } = await ingest(projectId, 'b.csv', '1,2,3\n', { format: 'csv' });
    expect(view.error?.message).toBe("b.csv has 3 feature columns, this project's examples have 2.");
    expect((await stateOf(projectId)).exampleCount).toBe(1);
  });
});

test('an IDX pair becomes lossless PNGs with their labels', async () => {
  const projectId = await newProject({ modality: 'image' });
  const { pixels, labels } = await sampleImages(0, 25);
  const labelsSource = await uploadBytes(world, projectId, 'l', idxLabels(labels));
  await ingest(projectId, 't10k-images-idx3-ubyte', idxImages(pixels, 25), { format: 'idx', labelsSource });
  const examples = await container.db.example.findMany({ where: { projectId }, orderBy: { row: 'asc' } });
  expect(examples.map(({ fileLabel }) => fileLabel)).toEqual(labels);
  expect(examples[7]).toMatchObject({ key: 't10k-images-idx3-ubyte/7', width: 28, height: 28 });
  const png = await readReference(container.blobs, examples[7]?.originalBlob ?? '');
  const decoded = await sharp(png).toColourspace('b-w').raw().toBuffer();
  expect(decoded.equals(pixels.subarray(7 * 784, 8 * 784))).toBe(true);
  expect((await stateOf(projectId)).classes).toEqual(
    Array.from({ length: Math.max(...labels) + 1 }, (_, label) => String(label)),
  );
});

describe('splits drawn at random', () => {
  /** 100, 200, 300 and 400 rows of four classes. */
  const rows = Array.from(
    { length: 1000 },
    (_, row) => `r${row},${'abcd'[row < 100 ? 0 : row < 300 ? 1 : row < 600 ? 2 : 3]},${row}`,
  );
  const csv = (lines: readonly string[]) => ['id,label,x', ...lines].join('\n');
  const random = (seed: number): IngestRequest['split'] => ({
    by: 'random',
    seedShare: 0.05,
    testShare: 0.2,
    seed,
  });

  async function splitsOf(content: string, split: IngestRequest['split']) {
    const projectId = await newProject();
    await ingest(projectId, 't.csv', content, { format: 'csv', split });
    const examples = await container.db.example.findMany({ where: { projectId } });
    return new Map(
      examples.map(({ key, split: drawn, fileLabel }) => [key, `${drawn} ${'abcd'[fileLabel ?? 0]}`]),
    );
  }

  test('have their shares of every class', async () => {
    const counts = new Map<string, number>();
    for (const cell of (await splitsOf(csv(rows), random(7))).values())
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      'seed a': 5,
      'seed b': 10,
      'seed c': 15,
      'seed d': 20,
      'test a': 20,
      'test b': 40,
      'test c': 60,
      'test d': 80,
      'pool a': 75,
      'pool b': 150,
      'pool c': 225,
      'pool d': 300,
    });
  });

  test('depend on seed and key, not on the order of the file', async () => {
    const [one, reversed, other] = [
      await splitsOf(csv(rows), random(7)),
      await splitsOf(csv([...rows].reverse()), random(7)),
      await splitsOf(csv(rows), random(8)),
    ];
    expect([...reversed].sort()).toEqual([...one].sort());
    expect([...other].sort()).not.toEqual([...one].sort());
  });

  test('reach classes of a single example as often as their share says', async () => {
    const single = csv(Array.from({ length: 400 }, (_, row) => `r${row},class ${row},${row}`));
    const drawn = [...(await splitsOf(single, random(1))).values()];
    const tests = drawn.filter((cell) => cell.startsWith('test')).length;
    // Binomial with n = 400 and p = 0.2: 80, give or take four standard deviations of 8.
    expect(tests).toBeGreaterThan(48);
    expect(tests).toBeLessThan(112);
  });
});
