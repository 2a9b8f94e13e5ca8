import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

const SIZES = { seed: 40, pool: 120, test: 30, seedLabels: true, coarse: true };

let test: TestContainer;
let owner: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser('Olga');
});
afterAll(() => test.close());

async function createTrained(sizes: Parameters<typeof createFashionProject>[2] = SIZES) {
  const project = await createFashionProject(test, owner, sizes);
  const api = test.caller(owner);
  const { surrogateId } = await api.surrogates.train({ ...project, ridge: 0.1 });
  await test.runJobs();
  return { ...project, surrogateId, api };
}

async function valuesOf(scoreSetId: string | undefined): Promise<Float32Array> {
  const { matrixBlob } = await test.container.db.scoreSet.findUniqueOrThrow({ where: { id: scoreSetId } });
  return (await test.container.matrices.read(matrixBlob ?? '')).data;
}

describe('the distribution of a score', () => {
  it('is that of the pool: range, median, and a histogram that counts every example once', async () => {
    const { projectId, api } = await createTrained();
    const [scoreSet] = await api.scores.list({ projectId });
    const distribution = await api.scores.distribution({ projectId, scoreSetId: scoreSet?.id ?? '' });
    const pool = Array.from((await valuesOf(scoreSet?.id)).subarray(40, 160)).sort((a, b) => a - b);
    expect(distribution.examples).toBe(120);
    expect(distribution.minimum).toBe(pool[0]);
    expect(distribution.maximum).toBe(pool[119]);
    expect(distribution.median).toBeCloseTo(((pool[59] ?? NaN) + (pool[60] ?? NaN)) / 2, 12);
    expect(distribution.bins.reduce((sum, { examples }) => sum + examples, 0)).toBe(120);
    for (const [index, { low, high, examples }] of distribution.bins.entries()) {
      const isLast = index === distribution.bins.length - 1;
      const inside = pool.filter((value) => value >= low && (isLast ? value <= high : value < high));
      // a value on an edge may fall to either side by rounding
      expect(Math.abs(inside.length - examples)).toBeLessThanOrEqual(1);
    }
  });

  it('of an empty pool is empty', async () => {
    const { projectId, api } = await createTrained({ ...SIZES, pool: 0 });
    const [scoreSet] = await api.scores.list({ projectId });
    expect(await api.scores.distribution({ projectId, scoreSetId: scoreSet?.id ?? '' })).toMatchObject({
      examples: 0,
      bins: [],
    });
  });
});

describe('the actual gradient norm', () => {
  it('is known where the label is, at least as large as nothing and at most √2 · ‖[h; 1]‖', async () => {
    const { projectId, surrogateId, api, featureSetId } = await createTrained({
      ...SIZES,
      poolLabels: false,
    });
    const { jobId } = await api.scores.compute({ projectId, surrogateId, names: ['gradient-norm-labeled'] });
    await test.runJobs();
    expect((await api.jobs.get({ projectId, jobId })).state).toBe('done');
    const scoreSet = (await api.scores.list({ projectId })).find(
      ({ name }) => name === 'gradient-norm-labeled',
    );
    expect(scoreSet?.state).toBe('done');
    const values = await valuesOf(scoreSet?.id);
    const { matrixBlob } = await test.container.db.featureSet.findUniqueOrThrow({
      where: { id: featureSetId },
    });
    const features = await test.container.matrices.read(matrixBlob ?? '');
    for (const [row, value] of values.entries()) {
      const isPool = row >= 40 && row < 160;
      expect(Number.isNaN(value)).toBe(isPool);
      if (isPool) continue;
      const input = features.data.subarray(row * features.columns, (row + 1) * features.columns);
      const norm = Math.sqrt(input.reduce((sum, pixel) => sum + pixel * pixel, 1));
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThanOrEqual(Math.SQRT2 * norm * (1 + 1e-6));
    }
    const distribution = await api.scores.distribution({ projectId, scoreSetId: scoreSet?.id ?? '' });
    expect(distribution.examples).toBe(0);
    await expect(
      api.selections.preview({
        projectId,
        scoreSetId: scoreSet?.id ?? '',
        scheme: 'max-gradient',
        budget: 5,
      }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST', message: /known for labeled examples only/ });
  });
});

describe('scores with settings', () => {
  it('stand beside the score itself, ranks over all examples, and say how they were computed', async () => {
    const { projectId, surrogateId, api } = await createTrained();
    const names = [
      'gini:scale=rank',
      'gini:scale=rank,temperature=1',
      'influence:dimensions=20',
      'influence:weighting=biased,dimensions=20',
    ];
    await api.scores.compute({ projectId, surrogateId, names });
    await test.runJobs();
    const sets = await api.scores.list({ projectId });
    const named = (name: string) => sets.find((set) => set.name === name);
    expect(sets.filter(({ registryName }) => registryName === 'gini')).toHaveLength(2);
    expect(named('gini:scale=rank')).toMatchObject({
      state: 'done',
      title: 'Variance (Gini): Rank in the pool, 0 … 1',
      needsLabels: false,
      method: null,
    });
    const [plain, ranks] = [await valuesOf(named('gini')?.id), await valuesOf(named('gini:scale=rank')?.id)];
    const order = Array.from(plain.keys()).sort((left, right) => (plain[left] ?? 0) - (plain[right] ?? 0));
    order.forEach((row, place) => expect(ranks[row]).toBeCloseTo(place / (order.length - 1), 6));

    const influence = named('influence:dimensions=20');
    expect(influence?.method).toMatch(/^exact Hessian, \d+ features projected to 20$/);
    const roots = await valuesOf(influence?.id);
    const squares = await valuesOf(named('influence:weighting=biased,dimensions=20')?.id);
    roots.forEach((root, row) => {
      expect(root).toBeGreaterThan(0);
      expect((squares[row] ?? NaN) / root ** 2).toBeCloseTo(1, 5);
    });
  });
});

describe('computing scores', () => {
  it('starts what is missing, once', async () => {
    const { projectId, surrogateId, api } = await createTrained();
    const names = ['entropy', 'gradient-norm-labeled'];
    const clicks = await Promise.all(
      [1, 2, 3].map(() => api.scores.compute({ projectId, surrogateId, names })),
    );
    const jobs = await test.container.db.job.findMany({ where: { projectId, kind: 'compute-scores' } });
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.payload).toMatchObject({ names: ['gradient-norm-labeled'] });
    await test.runJobs();
    expect(await api.scores.list({ projectId })).toHaveLength(6);
    const done = await api.scores.compute({ projectId, surrogateId, names: ['gradient-norm-labeled'] });
    expect(done.jobId).toBe(jobs[0]?.id);
    expect(clicks[0]?.jobId).toBe(jobs[0]?.id);
  });

  it('damaged scores and a damaged model are made anew when they are asked for again', async () => {
    const { projectId, featureSetId, surrogateId, api } = await createTrained();
    const [scores] = await test.container.db.scoreSet.findMany({ where: { surrogateId, name: 'entropy' } });
    const before = await valuesOf(scores?.id);
    const { blobs, matrices } = test.container;
    const remove = async (prefix: string | null | undefined) => {
      const [shard] = (await matrices.manifest(prefix ?? '')).shards;
      await blobs.removeAll(shard?.key ?? '');
    };
    await remove(scores?.matrixBlob);
    await expect(valuesOf(scores?.id)).rejects.toThrow('There is no blob');
    const { jobId } = await api.scores.compute({ projectId, surrogateId, names: ['entropy', 'margin'] });
    expect(jobId).not.toBe(scores?.jobId);
    await test.runJobs();
    expect(await valuesOf(scores?.id)).toEqual(before);

    const where = { where: { id: surrogateId } };
    const model = await test.container.db.surrogate.findUniqueOrThrow(where);
    const probabilities = (await matrices.read(model.probabilitiesBlob ?? '')).data;
    for (const prefix of [model.probabilitiesBlob, model.trainingBlob]) {
      await remove(prefix);
      const again = await api.surrogates.train({ projectId, featureSetId, ridge: 0.1 });
      expect(again.surrogateId).toBe(surrogateId);
      await test.runJobs();
      expect(await test.container.db.surrogate.findUniqueOrThrow(where)).toMatchObject({ state: 'done' });
      expect((await matrices.read(model.probabilitiesBlob ?? '')).data).toEqual(probabilities);
    }
    const whole = await api.surrogates.train({ projectId, featureSetId, ridge: 0.1 });
    expect(whole.jobId).toBe((await test.container.db.surrogate.findUniqueOrThrow(where)).jobId);
  });

  it('needs a known name and a finished surrogate of this project', async () => {
    const { projectId, featureSetId, surrogateId, api } = await createTrained();
    await expect(api.scores.compute({ projectId, surrogateId, names: ['luck'] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'There is no score named “luck”.',
    });
    await expect(
      api.scores.compute({ projectId, surrogateId: 'none', names: ['entropy'] }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const waiting = await api.surrogates.train({ projectId, featureSetId, ridge: 0.2 });
    await expect(
      api.scores.compute({ projectId, surrogateId: waiting.surrogateId, names: ['entropy'] }),
    ).rejects.toMatchObject({ code: 'CONFLICT', message: 'This surrogate is not trained yet.' });
  });
});
