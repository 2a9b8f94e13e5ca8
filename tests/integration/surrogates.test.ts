import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SessionUser } from '@/server/api/trpc';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

const reference = z
  .object({
    training: z.number(),
    pool: z.number(),
    test: z.number(),
    ridge: z.number(),
    objective: z.number(),
    wrong: z.number(),
    wilson: z.tuple([z.number(), z.number()]),
    logLoss: z.number(),
    confusion: z.array(z.array(z.number())),
    poolEntropy: z.array(z.number()),
  })
  .parse(
    JSON.parse(
      await readFile(new URL('../support/reference/fashion-surrogate.json', import.meta.url), 'utf8'),
    ) as unknown,
  );

let test: TestContainer;
let owner: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser();
});
afterAll(() => test.close());

/** Enough to train on. */
const SMALL = { seed: 20, pool: 5, test: 5, seedLabels: true, coarse: true } as const;

describe('a surrogate on seed labels from file', () => {
  it('is scikit-learn’s model of the same rows: objective, test error, confusion, log-loss, pool entropy', async () => {
    const project = await createFashionProject(test, owner, {
      seed: reference.training,
      pool: reference.pool,
      test: reference.test,
      seedLabels: true,
    });
    const api = test.caller(owner);
    const { surrogateId } = await api.surrogates.train({ ...project, ridge: reference.ridge });
    await test.runJobs();

    const surrogate = await api.surrogates.get({ ...project, surrogateId });
    expect(surrogate.error).toBeNull();
    expect(surrogate.state).toBe('done');
    expect(surrogate.labelCount).toBe(reference.training);
    const { metrics } = surrogate;
    expect(metrics?.ridgeFrom).toBe('given');
    expect(metrics?.objective).toBeCloseTo(reference.objective, 4);
    expect(metrics?.test?.examples).toBe(reference.test);
    expect(metrics?.test?.error.mean).toBeCloseTo(reference.wrong / reference.test, 12);
    expect(metrics?.test?.error.low).toBeCloseTo(reference.wilson[0], 9);
    expect(metrics?.test?.error.high).toBeCloseTo(reference.wilson[1], 9);
    expect(metrics?.test?.confusion).toEqual(reference.confusion);
    expect(metrics?.test?.logLoss).toBeCloseTo(reference.logLoss, 3);

    const scores = await api.scores.list(project);
    const entropy = scores.find(({ name }) => name === 'entropy');
    const { matrixBlob } = await test.container.db.scoreSet.findUniqueOrThrow({ where: { id: entropy?.id } });
    const values = await test.container.matrices.read(matrixBlob ?? '');
    const ofPool = Array.from(values.data.subarray(reference.training, reference.training + reference.pool));
    for (const [index, value] of ofPool.entries()) {
      expect(Math.abs(value - (reference.poolEntropy[index] ?? NaN))).toBeLessThan(2e-3);
    }
  });

  it('comes with the five default scores, one number for every example', async () => {
    const project = await createFashionProject(test, owner, {
      seed: 40,
      pool: 50,
      test: 20,
      seedLabels: true,
      coarse: true,
    });
    const api = test.caller(owner);
    await api.surrogates.train({ ...project, ridge: 0.1 });
    await test.runJobs();
    const scores = await api.scores.list(project);
    expect(scores.map(({ name }) => name).sort()).toEqual([
      'entropy',
      'gini',
      'gradient-norm',
      'least-confidence',
      'margin',
    ]);
    expect(scores.every(({ state }) => state === 'done')).toBe(true);
    for (const { id } of scores) {
      const { matrixBlob } = await test.container.db.scoreSet.findUniqueOrThrow({ where: { id } });
      expect(await test.container.matrices.manifest(matrixBlob ?? '')).toMatchObject({
        rows: 110,
        columns: 1,
      });
    }
  });

  it('finds its ridge by cross-validation and tells the path', async () => {
    const project = await createFashionProject(test, owner, {
      seed: 60,
      pool: 10,
      test: 50,
      seedLabels: true,
      coarse: true,
    });
    const api = test.caller(owner);
    const { surrogateId } = await api.surrogates.train(project);
    await test.runJobs();
    const { metrics } = await api.surrogates.get({ ...project, surrogateId });
    expect(metrics?.ridgeFrom).toBe('5-fold cross-validation on 60 labels');
    const best = Math.min(...(metrics?.ridgePath ?? []).map(({ logLoss }) => logLoss));
    expect(metrics?.ridgePath.find(({ logLoss }) => logLoss === best)?.ridge).toBe(metrics?.ridge);
  });

  it('is the same one for the same inputs, and another for other labels', async () => {
    const project = await createFashionProject(test, owner, {
      seed: 40,
      pool: 10,
      test: 10,
      seedLabels: true,
      coarse: true,
    });
    const api = test.caller(owner);
    const first = await api.surrogates.train({ ...project, ridge: 0.1 });
    await test.runJobs();
    expect(await api.surrogates.train({ ...project, ridge: 0.1, name: 'again' })).toEqual(first);
    const weak = await api.surrogates.train({ ...project, ridge: 0.1, labels: 20 });
    expect(weak.surrogateId).not.toBe(first.surrogateId);
    expect(await api.surrogates.train({ ...project, ridge: 0.1, labels: 20 })).toEqual(weak);
    const otherDraw = await api.surrogates.train({ ...project, ridge: 0.1, labels: 20, seed: 2 });
    expect(otherDraw.surrogateId).not.toBe(weak.surrogateId);
    await test.runJobs();
    expect((await api.surrogates.get({ ...project, ...weak })).labelCount).toBe(20);
    expect(await api.surrogates.list(project)).toHaveLength(3);
  });

  it('two clicks at once start one training', async () => {
    const project = await createFashionProject(test, owner, {
      seed: 30,
      pool: 10,
      test: 0,
      seedLabels: true,
      coarse: true,
    });
    const api = test.caller(owner);
    const clicks = await Promise.all(
      [1, 2, 3, 4].map(() => api.surrogates.train({ ...project, ridge: 0.1 })),
    );
    expect(new Set(clicks.map(({ jobId }) => jobId)).size).toBe(1);
    await test.runJobs();
    const [surrogate] = await api.surrogates.list(project);
    expect(surrogate?.metrics?.test).toBeNull();
    const folder = join(test.container.env.dataFolder, 'blobs', 'projects', project.projectId, 'surrogates');
    expect(await readdir(folder)).toEqual([surrogate?.id]);
  });

  it('can be trained on two labels, the least that there can be; other classes are counted as absent', async () => {
    const project = await createFashionProject(test, owner, { seed: 10, pool: 10, test: 50, coarse: true });
    const { projectId, truth } = project;
    const other = truth.findIndex((label) => label !== truth[0]);
    for (const row of [0, other]) {
      const where = { projectId_row: { projectId, row } };
      await test.container.db.example.update({ where, data: { fileLabel: truth[row] } });
    }
    const api = test.caller(owner);
    const { surrogateId } = await api.surrogates.train(project);
    await test.runJobs();
    const { state, metrics } = await api.surrogates.get({ projectId, surrogateId });
    expect(state).toBe('done');
    expect(metrics?.ridgeFrom).toBe('2-fold cross-validation on 2 labels');
    expect(metrics?.absentClasses).toHaveLength(8);
    const ofPresent = truth.slice(20).filter((label) => label === truth[0] || label === truth[other]).length;
    expect(metrics?.test?.error.mean).toBeGreaterThanOrEqual(1 - ofPresent / 50);
  });
});

describe('what a surrogate needs', () => {
  it('labels', async () => {
    const project = await createFashionProject(test, owner, { seed: 5, pool: 5, test: 5 });
    await expect(test.caller(owner).surrogates.train(project)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'There is no label to train on.',
    });
  });

  it('two classes: labels from file on the pool and the test split do not count', async () => {
    const project = await createFashionProject(test, owner, { seed: 5, pool: 20, test: 20 });
    const row = 3;
    await test.container.db.example.update({
      where: { projectId_row: { projectId: project.projectId, row } },
      data: { fileLabel: 2 },
    });
    await expect(test.caller(owner).surrogates.train(project)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The only label is “Pullover”.',
    });
  });

  it('no more labels than there are', async () => {
    const project = await createFashionProject(test, owner, SMALL);
    await expect(test.caller(owner).surrogates.train({ ...project, labels: 21 })).rejects.toMatchObject({
      message: 'There are 20 labels, not 21.',
    });
  });

  it('a finished feature set of this project', async () => {
    const project = await createFashionProject(test, owner, SMALL);
    const other = await createFashionProject(test, owner, SMALL);
    const api = test.caller(owner);
    await expect(
      api.surrogates.train({ ...project, featureSetId: other.featureSetId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await test.container.db.featureSet.update({
      where: { id: project.featureSetId },
      data: { state: 'running' },
    });
    await expect(api.surrogates.train(project)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This feature set is not finished.',
    });
  });

  it('its features: a job that cannot read them fails with the reason, and may be started again', async () => {
    const project = await createFashionProject(test, owner, SMALL);
    const api = test.caller(owner);
    const { db } = test.container;
    const where = { id: project.featureSetId };
    const { matrixBlob } = await db.featureSet.findUniqueOrThrow({ where });
    await db.featureSet.update({ where, data: { matrixBlob: 'projects/lost' } });
    const first = await api.surrogates.train({ ...project, ridge: 0.1 });
    await test.runJobs();
    const failed = await api.surrogates.get({ ...project, ...first });
    expect(failed.state).toBe('failed');
    expect(failed.error?.message).toMatch(/projects\/lost/);
    await db.featureSet.update({ where, data: { matrixBlob } });
    const second = await api.surrogates.train({ ...project, ridge: 0.1 });
    expect(second.surrogateId).toBe(first.surrogateId);
    expect(second.jobId).not.toBe(first.jobId);
    await test.runJobs();
    expect(await api.surrogates.get({ ...project, ...first })).toMatchObject({ state: 'done', error: null });
  });

  it('the role lead', async () => {
    const viewer = await test.createUser('Vera');
    const project = await createFashionProject(test, owner, SMALL, [{ user: viewer, role: 'viewer' }]);
    await expect(test.caller(viewer).surrogates.train(project)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await test.caller(viewer).surrogates.list(project)).toEqual([]);
    const stranger = test.caller(await test.createUser('Mallory'));
    await expect(stranger.surrogates.list(project)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
