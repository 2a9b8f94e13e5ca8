import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import type { FashionProject } from '../support/fashion-project';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let test: TestContainer;
let owner: SessionUser;
let ann: SessionUser;
let bob: SessionUser;
let viewer: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser('Olga');
  ann = await test.createUser('Ann');
  bob = await test.createUser('Bob');
  viewer = await test.createUser('Vera');
});
afterAll(() => test.close());

interface Labeling {
  readonly project: FashionProject;
  /** what every call about the batch names */
  readonly batch: { readonly projectId: string; readonly batchId: string };
  /** rows of the batch, in its order */
  readonly rows: number[];
}

async function startLabeling(count: number, sizes = { seed: count, pool: 10, test: 5 }): Promise<Labeling> {
  const project = await createFashionProject(test, owner, sizes, [
    { user: ann, role: 'annotator' },
    { user: bob, role: 'annotator' },
    { user: viewer, role: 'viewer' },
  ]);
  const { projectId } = project;
  const { batchId } = await test.caller(owner).annotations.createSeedBatch({ projectId, count, seed: 7 });
  const batch = { projectId, batchId };
  const items = await test.caller(ann).annotations.items({ ...batch, from: 0, limit: 200 });
  return { project, batch, rows: items.map(({ example }) => example.row) };
}

const rowAt = (rows: readonly number[], position: number): number => rows[position] ?? NaN;
const annotationsOf = (projectId: string) => test.container.db.annotation.count({ where: { projectId } });

describe('a seed batch', () => {
  it('draws from the split seed, the same for the same seed, and never twice the same example', async () => {
    const sizes = { seed: 30, pool: 20, test: 10 };
    const one = await startLabeling(12, sizes);
    const same = await startLabeling(12, sizes);
    expect(same.rows).toEqual(one.rows);
    expect(one.rows.every((row) => row < 30)).toBe(true);
    expect(new Set(one.rows).size).toBe(12);

    const { projectId } = one.batch;
    const api = test.caller(owner).annotations;
    const second = await api.createSeedBatch({ projectId, count: 100, seed: 7 });
    const others = await api.items({ projectId, ...second, limit: 200 });
    expect(others).toHaveLength(18);
    expect(others.some(({ example }) => one.rows.includes(example.row))).toBe(false);
  });

  it('draws from the pool where the seed has none, also where its files know the label', async () => {
    const { rows } = await startLabeling(6, { seed: 0, pool: 20, test: 10 });
    expect(rows).toHaveLength(6);
    expect(rows.every((row) => row < 20)).toBe(true);
  });

  it('says when nothing is left', async () => {
    const { batch } = await startLabeling(3, { seed: 3, pool: 0, test: 5 });
    await expect(
      test.caller(owner).annotations.createSeedBatch({ projectId: batch.projectId, count: 1 }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'No example without a label is left in the splits “seed” and “pool”.',
    });
  });

  it('asked for by two at once shares no example', async () => {
    const { projectId } = await createFashionProject(test, owner, { seed: 20, pool: 0, test: 0 });
    const api = test.caller(owner).annotations;
    const made = await Promise.all([1, 2].map(() => api.createSeedBatch({ projectId, count: 10, seed: 3 })));
    const items = await Promise.all(made.map((batch) => api.items({ projectId, ...batch, limit: 200 })));
    expect(new Set(items.flat().map(({ example }) => example.row)).size).toBe(20);
  });
});

describe('answers', () => {
  it('count, skip and keep who and how long', async () => {
    const { batch, rows } = await startLabeling(5);
    const api = test.caller(ann).annotations;
    await api.answer({ ...batch, row: rowAt(rows, 0), label: 3, seconds: 2 });
    await api.answer({ ...batch, row: rowAt(rows, 1), label: 4, seconds: 6 });
    const third = await api.answer({ ...batch, row: rowAt(rows, 2), label: null, seconds: 4 });
    expect(third).toEqual({ was: 'open', is: 'skipped' });
    const view = await api.batch(batch);
    expect(view).toMatchObject({
      size: 5,
      labeled: 2,
      skipped: 1,
      open: 2,
      medianSeconds: 4,
      secondsLeft: 8,
    });
    const stored = await test.container.db.annotation.findFirstOrThrow({
      where: { ...batch, row: rowAt(rows, 1) },
    });
    expect(stored).toMatchObject({ userId: ann.id, label: 4, seconds: 6, source: 'person', undoneAt: null });
  });

  it('leave a break out of the median, but keep it', async () => {
    const { batch, rows } = await startLabeling(3);
    const api = test.caller(ann).annotations;
    await api.answer({ ...batch, row: rowAt(rows, 0), label: 3, seconds: 5 });
    await api.answer({ ...batch, row: rowAt(rows, 1), label: 3, seconds: 3600 });
    const view = await api.batch(batch);
    expect(view).toMatchObject({ labeled: 2, medianSeconds: 5, secondsLeft: 5 });
  });

  it('sent twice are one; another label is a second annotation, and the newest counts', async () => {
    const { batch, rows } = await startLabeling(3);
    const api = test.caller(ann).annotations;
    const row = rowAt(rows, 0);
    await api.answer({ ...batch, row, label: 3, seconds: 2 });
    await api.answer({ ...batch, row, label: 3, seconds: 2 });
    expect(await annotationsOf(batch.projectId)).toBe(1);
    expect(await api.answer({ ...batch, row, label: 5, seconds: 2 })).toEqual({
      was: 'labeled',
      is: 'labeled',
    });
    expect((await api.batch(batch)).labeled).toBe(1);
    expect(await annotationsOf(batch.projectId)).toBe(2);
    const items = await api.items({ ...batch, limit: 10 });
    expect(items.find(({ example }) => example.row === row)?.example).toMatchObject({
      label: 5,
      labelSource: 'person',
    });
  });

  it('must be a class, and of an example of this batch', async () => {
    const { batch, rows, project } = await startLabeling(3);
    const api = test.caller(ann).annotations;
    await expect(api.answer({ ...batch, row: rowAt(rows, 0), label: 10, seconds: 1 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'There is no class number 10; this project has 10 classes.',
    });
    const elsewhere = project.truth.length - 1;
    await expect(api.answer({ ...batch, row: elsewhere, label: 1, seconds: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const other = await startLabeling(3);
    await expect(
      api.answer({ projectId: batch.projectId, batchId: other.batch.batchId, row: 0, label: 1, seconds: 1 }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'There is no such batch in this project.' });
    expect(await annotationsOf(batch.projectId)).toBe(0);
  });

  it('never label the test split', async () => {
    const { batch, project } = await startLabeling(3);
    const row = project.truth.length - 1;
    await test.container.db.batchItem.create({ data: { batchId: batch.batchId, position: 99, row } });
    await expect(
      test.caller(ann).annotations.answer({ ...batch, row, label: 1, seconds: 1 }),
    ).rejects.toMatchObject({ code: 'CONFLICT', message: /split “test”/ });
  });
});

describe('undo', () => {
  it('takes back the newest answer of this person, one after the other', async () => {
    const { batch, rows } = await startLabeling(4);
    const api = test.caller(ann).annotations;
    await api.answer({ ...batch, row: rowAt(rows, 0), label: 3, seconds: 2 });
    await test.caller(bob).annotations.answer({ ...batch, row: rowAt(rows, 1), label: 1, seconds: 2 });
    await api.answer({ ...batch, row: rowAt(rows, 2), label: null, seconds: 2 });
    expect(await api.undo(batch)).toMatchObject({ row: rowAt(rows, 2), batch: { skipped: 0, open: 2 } });
    expect(await api.undo(batch)).toMatchObject({ row: rowAt(rows, 0), batch: { labeled: 1, open: 3 } });
    expect(await api.undo(batch)).toBeNull();
    expect(await annotationsOf(batch.projectId)).toBe(3);
  });

  it('brings back the answer that it had replaced', async () => {
    const { batch, rows } = await startLabeling(2);
    const api = test.caller(ann).annotations;
    const row = rowAt(rows, 0);
    await api.answer({ ...batch, row, label: 3, seconds: 2 });
    await api.answer({ ...batch, row, label: null, seconds: 2 });
    expect(await api.undo(batch)).toMatchObject({ row, batch: { labeled: 1, skipped: 0, open: 1 } });
    expect(await api.undo(batch)).toMatchObject({ row, batch: { labeled: 0, open: 2 } });
    await api.answer({ ...batch, row, label: 3, seconds: 1 });
    expect(await api.batch(batch)).toMatchObject({ labeled: 1, open: 1 });
  });
});

describe('the queue of items', () => {
  it('gives open ones from the position asked for, then those ahead of it, then answered ones', async () => {
    const { batch, rows } = await startLabeling(5);
    const api = test.caller(ann).annotations;
    await api.answer({ ...batch, row: rowAt(rows, 3), label: 3, seconds: 2 });
    const items = await api.items({ ...batch, from: 2, limit: 10 });
    expect(items.map(({ position }) => position)).toEqual([2, 4, 0, 1, 3]);
    expect(items.map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open', 'labeled']);
  });

  it('keeps the label from file from who is asked for one', async () => {
    const { batch } = await startLabeling(5, { seed: 0, pool: 5, test: 0 });
    const items = await test.caller(ann).annotations.items({ ...batch, limit: 10 });
    expect(items.map(({ example }) => example.label)).toEqual([null, null, null, null, null]);
  });
});

describe('filling a batch from files', () => {
  it('answers what is open, and nothing else', async () => {
    const { batch, rows, project } = await startLabeling(5, { seed: 0, pool: 20, test: 0 });
    const lead = test.caller(owner).annotations;
    await test.caller(ann).annotations.answer({ ...batch, row: rowAt(rows, 0), label: 9, seconds: 4 });
    expect((await lead.batch(batch)).canFillFromFiles).toBe(true);
    expect(await lead.fillFromFiles(batch)).toEqual({ labeled: 4 });
    const view = await lead.batch(batch);
    expect(view).toMatchObject({
      labeled: 5,
      open: 0,
      medianSeconds: 4,
      secondsLeft: 0,
      canFillFromFiles: false,
    });
    const items = await lead.items({ ...batch, limit: 10 });
    const labels = new Map(items.map(({ example }) => [example.row, example]));
    expect(labels.get(rowAt(rows, 0))).toMatchObject({ label: 9, labelSource: 'person' });
    const filled = rows.slice(1).map((row) => labels.get(row));
    expect(filled.map((example) => example?.label)).toEqual(rows.slice(1).map((row) => project.truth[row]));
    expect(filled.every((example) => example?.labelSource === 'file')).toBe(true);
    expect(await lead.fillFromFiles(batch)).toEqual({ labeled: 0 });
  });

  it('is refused where a file had no label', async () => {
    const { batch } = await startLabeling(4);
    const lead = test.caller(owner).annotations;
    expect((await lead.batch(batch)).canFillFromFiles).toBe(false);
    await expect(lead.fillFromFiles(batch)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: '4 of the 4 open examples came without a label.',
    });
    expect(await annotationsOf(batch.projectId)).toBe(0);
  });
});

describe('two annotators at once', () => {
  it('answer each example once between them, whatever both answer and take back', async () => {
    const { batch, rows } = await startLabeling(12);
    const [a, b] = [test.caller(ann).annotations, test.caller(bob).annotations];
    const outcomes = await Promise.allSettled(
      rows.flatMap((row, index) => [
        a.answer({ ...batch, row, label: index % 10, seconds: 1 }),
        b.answer({ ...batch, row, label: (index + 1) % 10, seconds: 1 }),
      ]),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(12);
    for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: 'CONFLICT' } });
    const undone = await Promise.all([a.undo(batch), b.undo(batch), a.undo(batch), b.undo(batch)]);
    const takenBack = undone.filter((one) => one !== null).length;

    const { db } = test.container;
    expect(await a.batch(batch)).toMatchObject({ labeled: 12 - takenBack, skipped: 0, open: takenBack });
    const live = await db.annotation.groupBy({
      by: ['row'],
      where: { batchId: batch.batchId, undoneAt: null },
      _count: true,
    });
    expect(live).toHaveLength(12 - takenBack);
    expect(live.every(({ _count }) => _count === 1)).toBe(true);
  });

  it('a double click is one annotation', async () => {
    const { batch, rows } = await startLabeling(2);
    const api = test.caller(ann).annotations;
    const answer = { ...batch, row: rowAt(rows, 0), label: 1, seconds: 1 };
    await Promise.all([api.answer(answer), api.answer(answer), api.answer(answer)]);
    expect(await annotationsOf(batch.projectId)).toBe(1);
  });
});

describe('roles', () => {
  it('a viewer reads, an annotator answers, a lead hands out and fills', async () => {
    const { batch, rows } = await startLabeling(3);
    const { projectId } = batch;
    const answer = { ...batch, row: rowAt(rows, 0), label: 1, seconds: 1 };
    const looking = test.caller(viewer).annotations;
    expect(await looking.batches({ projectId })).toHaveLength(1);
    await expect(looking.answer(answer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(looking.undo(batch)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const labeling = test.caller(ann).annotations;
    await expect(labeling.createSeedBatch({ projectId, count: 1 })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(labeling.fillFromFiles(batch)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const stranger = test.caller(await test.createUser('Mallory')).annotations;
    await expect(stranger.items({ ...batch, limit: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(test.caller(null).annotations.batch(batch)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});
