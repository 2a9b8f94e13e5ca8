import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let test: TestContainer;
let owner: SessionUser;
let ann: SessionUser;
let bob: SessionUser;
let cleo: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser('Olga');
  ann = await test.createUser('Ann');
  bob = await test.createUser('Bob');
  cleo = await test.createUser('Cleo');
});
afterAll(() => test.close());

interface BatchName {
  readonly projectId: string;
  readonly batchId: string;
}

interface Overlap {
  readonly votesPerExample?: number;
  readonly overlapShare?: number;
}

async function startBatch(count: number, overlap: Overlap = {}): Promise<BatchName> {
  const members = [ann, bob, cleo].map((user) => ({ user, role: 'annotator' as const }));
  const { projectId } = await createFashionProject(test, owner, { seed: count, pool: 5, test: 5 }, members);
  const lead = test.caller(owner);
  await lead.projects.update({ projectId, ...overlap });
  return { projectId, ...(await lead.annotations.createSeedBatch({ projectId, count, seed: 7 })) };
}

const as = (user: SessionUser) => test.caller(user).annotations;

async function take(user: SessionUser, batch: BatchName, count: number): Promise<number[]> {
  const { items } = await as(user).next({ ...batch, count });
  return items.map(({ example }) => example.row);
}

const inOrder = async (batch: BatchName): Promise<number[]> => {
  const items = await test.container.db.batchItem.findMany({
    where: { batchId: batch.batchId },
    orderBy: { position: 'asc' },
    select: { row: true },
  });
  return items.map(({ row }) => row);
};

const expire = (batch: BatchName) =>
  test.container.db.lease.updateMany({
    where: { batchId: batch.batchId },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });

describe('handing out', () => {
  it('goes in the order of the batch, to one person each, and gives the same ones again', async () => {
    const batch = await startBatch(10);
    const rows = await inOrder(batch);
    expect(await take(ann, batch, 4)).toEqual(rows.slice(0, 4));
    expect(await take(bob, batch, 4)).toEqual(rows.slice(4, 8));
    expect(await take(ann, batch, 4)).toEqual(rows.slice(0, 4));
    expect(await take(cleo, batch, 4)).toEqual(rows.slice(8));
    expect(await take(ann, batch, 6)).toEqual(rows.slice(0, 4));
  });

  it('shares nothing among those who ask at once', async () => {
    const batch = await startBatch(60);
    const taken = await Promise.all(
      [ann, bob, cleo].flatMap((user) => [take(user, batch, 20), take(user, batch, 20)]),
    );
    const [a = [], a2, b = [], b2, c = [], c2] = taken;
    expect([a2, b2, c2]).toEqual([a, b, c]);
    expect(new Set([...a, ...b, ...c]).size).toBe(60);
  });

  it('gives to others what was held too long, and what somebody left', async () => {
    const batch = await startBatch(6);
    const rows = await inOrder(batch);
    await take(ann, batch, 6);
    expect(await take(bob, batch, 6)).toEqual([]);
    await expire(batch);
    expect(await take(bob, batch, 2)).toEqual(rows.slice(0, 2));
    await as(bob).leave(batch);
    const leases = await test.container.db.lease.findMany({
      where: { batchId: batch.batchId, userId: bob.id },
    });
    expect(leases.map(({ expiresAt }) => expiresAt.getTime() < Date.now() + 60_000)).toEqual([true, true]);
  });

  it('takes back what is held beyond the number asked for', async () => {
    const batch = await startBatch(6);
    const rows = await inOrder(batch);
    await take(ann, batch, 6);
    expect(await take(ann, batch, 2)).toEqual(rows.slice(0, 2));
    expect(await take(bob, batch, 6)).toEqual(rows.slice(2));
  });

  it('keeps for longer what waits behind an answer', async () => {
    const batch = await startBatch(3);
    const [first = NaN, second = NaN] = await take(ann, batch, 3);
    const soon = new Date(Date.now() + 60_000);
    await test.container.db.lease.updateMany({
      where: { batchId: batch.batchId },
      data: { expiresAt: soon },
    });
    await as(ann).answer({ ...batch, row: first, label: 1, seconds: 1 });
    const leases = await test.container.db.lease.findMany({ where: { batchId: batch.batchId } });
    expect(leases).toHaveLength(2);
    const lease = leases.find(({ row }) => row === second);
    expect(lease?.expiresAt.getTime()).toBeGreaterThan(soon.getTime() + 60_000);
  });

  it('gives nothing of a paused batch, and no answer to an abandoned one', async () => {
    const batch = await startBatch(4);
    const [row = NaN] = await take(ann, batch, 1);
    const { db } = test.container;
    await db.batch.update({ where: { id: batch.batchId }, data: { pausedAt: new Date() } });
    expect(await take(bob, batch, 4)).toEqual([]);
    await as(ann).answer({ ...batch, row, label: 1, seconds: 1 });
    await db.batch.update({ where: { id: batch.batchId }, data: { abandonedAt: new Date() } });
    expect(await take(bob, batch, 4)).toEqual([]);
    const rows = await inOrder(batch);
    const late = as(bob).answer({ ...batch, row: rows[1] ?? NaN, label: 1, seconds: 1 });
    await expect(late).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This batch was abandoned: it takes no more answers.',
    });
  });

  it('tells nobody what the files or others say', async () => {
    const members = [{ user: ann, role: 'annotator' as const }];
    const { projectId } = await createFashionProject(test, owner, { seed: 0, pool: 5, test: 5 }, members);
    const { batchId } = await test
      .caller(owner)
      .annotations.createSeedBatch({ projectId, count: 5, seed: 1 });
    const { items } = await as(ann).next({ projectId, batchId, count: 5 });
    expect(items.map(({ example, guess }) => [example.label, guess])).toEqual(Array(5).fill([null, null]));
  });
});

describe('an answer', () => {
  it('is taken from whoever holds the example, or where nobody does', async () => {
    const batch = await startBatch(3);
    const rows = await inOrder(batch);
    await take(ann, batch, 1);
    const held = as(bob).answer({ ...batch, row: rows[0] ?? NaN, label: 1, seconds: 1 });
    await expect(held).rejects.toMatchObject({ code: 'CONFLICT', message: /Somebody else is looking/ });
    await as(bob).answer({ ...batch, row: rows[1] ?? NaN, label: 1, seconds: 1 });
    const late = as(ann).answer({ ...batch, row: rows[1] ?? NaN, label: 2, seconds: 1 });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', message: /was answered by somebody else/ });
    await as(ann).answer({ ...batch, row: rows[0] ?? NaN, label: 2, seconds: 1 });
    expect(await as(ann).batch(batch)).toMatchObject({ labeled: 2, open: 1 });
  });

  it('says unsure, skipped and why, bad, and a comment', async () => {
    const batch = await startBatch(4);
    const [a = NaN, b = NaN, c = NaN] = await take(ann, batch, 4);
    const api = as(ann);
    const plain = { ...batch, label: null, seconds: 1 };
    await api.answer({ ...plain, row: a, label: 3, unsure: true, comment: 'Could be a shirt.' });
    const skipped = await api.answer({ ...plain, row: b, reason: 'too-hard' });
    const bad = await api.answer({ ...plain, row: c, kind: 'bad', reason: 'broken', guessShown: true });
    expect([skipped.is, bad.is]).toEqual(['skipped', 'bad']);
    const stored = await test.container.db.annotation.findMany({
      where: { batchId: batch.batchId },
      orderBy: { createdAt: 'asc' },
    });
    expect(stored).toMatchObject([
      { row: a, kind: 'label', label: 3, unsure: true, reason: null, comment: 'Could be a shirt.' },
      { row: b, kind: 'skip', label: null, reason: 'too-hard', guessShown: false },
      { row: c, kind: 'bad', label: null, reason: 'broken', guessShown: true },
    ]);
    expect(await api.batch(batch)).toMatchObject({ labeled: 1, skipped: 1, bad: 1, open: 1, answersLeft: 1 });
    const mine = await api.mine({ projectId: batch.projectId, dayBegan: new Date(0).toISOString() });
    expect(mine).toEqual({ answers: 3, answersToday: 3, skipped: 1, bad: 1, unsure: 1, medianSeconds: 1 });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const later = await api.mine({ projectId: batch.projectId, dayBegan: tomorrow });
    expect(later).toMatchObject({ answers: 3, answersToday: 0 });
  });

  it('changes with its comment, and is the same only where all of it is', async () => {
    const batch = await startBatch(1);
    const [row = NaN] = await take(ann, batch, 1);
    const given = { ...batch, row, label: 3, seconds: 1 };
    const count = () => test.container.db.annotation.count({ where: { batchId: batch.batchId } });
    await as(ann).answer(given);
    await as(ann).answer({ ...given, seconds: 9 });
    expect(await count()).toBe(1);
    await as(ann).answer({ ...given, comment: 'On second thought.' });
    expect(await count()).toBe(2);
  });

  it('must make sense', async () => {
    const batch = await startBatch(1);
    const [row = NaN] = await take(ann, batch, 1);
    const given = { ...batch, row, label: null, seconds: 1 };
    for (const wrong of [
      { ...given, kind: 'label' as const },
      { ...given, kind: 'bad' as const, label: 2 },
      { ...given, kind: 'bad' as const, reason: 'too-hard' as const },
      { ...given, reason: 'broken' as const },
    ]) {
      await expect(as(ann).answer(wrong)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
  });

  it('may come to what others skipped', async () => {
    const batch = await startBatch(1);
    const [row = NaN] = await take(ann, batch, 1);
    await as(ann).answer({ ...batch, row, label: null, seconds: 1 });
    expect(await as(bob).answer({ ...batch, row, label: 4, seconds: 1 })).toEqual({
      was: 'skipped',
      is: 'labeled',
    });
    await as(bob).undo(batch);
    expect(await as(bob).batch(batch)).toMatchObject({ skipped: 1, labeled: 0 });
  });
});

describe('many answers at once', () => {
  it('leave out what somebody else holds, where they say so', async () => {
    const batch = await startBatch(4);
    const [held = NaN] = await take(bob, batch, 1);
    const rows = await inOrder(batch);
    const answers = rows.map((row) => ({ row, label: 1, seconds: 1 }));
    await expect(as(ann).answerAll({ ...batch, answers })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await as(ann).batch(batch)).toMatchObject({ labeled: 0 });
    const { taken, batch: view } = await as(ann).answerAll({ ...batch, answers, skipTaken: true });
    expect(taken).toEqual([held]);
    expect(view).toMatchObject({ labeled: 3, open: 1 });
  });

  it('are taken back together', async () => {
    const batch = await startBatch(4);
    const rows = await take(ann, batch, 4);
    const answers = rows.map((row) => ({ row, label: 1, seconds: 1 }));
    await as(ann).answerAll({ ...batch, answers });
    const undone = await as(ann).undo({ ...batch, count: 3 });
    expect(undone?.items.map(({ example }) => example.row)).toEqual(rows.slice(1).reverse());
    expect(undone?.batch).toMatchObject({ labeled: 1, open: 3 });
    expect(await take(bob, batch, 4)).toEqual([]);
    expect(await take(ann, batch, 4)).toEqual(rows.slice(1));
  });
});

describe('overlap', () => {
  it('hands an example to as many people as it needs, and to nobody twice', async () => {
    const batch = await startBatch(3, { votesPerExample: 2 });
    const rows = await inOrder(batch);
    expect(await as(ann).batch(batch)).toMatchObject({ open: 3, answersLeft: 6 });
    expect(await take(ann, batch, 3)).toEqual(rows);
    expect(await take(bob, batch, 2)).toEqual(rows.slice(0, 2));
    expect(await take(cleo, batch, 3)).toEqual(rows.slice(2));
    const row = rows[0] ?? NaN;
    expect(await as(ann).answer({ ...batch, row, label: 1, seconds: 1 })).toEqual({
      was: 'open',
      is: 'open',
    });
    expect(await take(ann, batch, 3)).toEqual(rows.slice(1));
    expect(await as(ann).batch(batch)).toMatchObject({ open: 3, answersLeft: 5 });
    expect(await as(bob).answer({ ...batch, row, label: null, seconds: 1 })).toEqual({
      was: 'open',
      is: 'labeled',
    });
    const third = as(cleo).answer({ ...batch, row, label: 1, seconds: 1 });
    await expect(third).rejects.toMatchObject({ code: 'CONFLICT' });
    await as(ann).undo(batch);
    expect(await as(ann).batch(batch)).toMatchObject({ open: 3, labeled: 0 });
  });

  it('is of the share that the project says, drawn by the seed', async () => {
    const settings = { votesPerExample: 3, overlapShare: 0.25 };
    const needed = async () => {
      const { batchId } = await startBatch(40, settings);
      const items = await test.container.db.batchItem.findMany({
        where: { batchId },
        orderBy: { position: 'asc' },
      });
      return items.map((item) => item.needed);
    };
    const one = await needed();
    expect(one.filter((count) => count === 3)).toHaveLength(10);
    expect(one.filter((count) => count === 1)).toHaveLength(30);
    expect(await needed()).toEqual(one);
  });
});
