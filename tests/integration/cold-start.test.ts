import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEED_SCHEMES } from '@/lib/contracts/labeling';
import type { SessionUser } from '@/server/api/trpc';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let test: TestContainer;
let owner: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser('Olga');
});
afterAll(() => test.close());

async function createUnlabeled(sizes: { seed: number; pool: number }) {
  const project = await createFashionProject(test, owner, {
    ...sizes,
    test: 0,
    poolLabels: false,
    coarse: true,
  });
  const api = test.caller(owner);
  const rowsOf = async (batchId: string) =>
    (await test.container.db.batchItem.findMany({ where: { batchId }, orderBy: { position: 'asc' } })).map(
      ({ row }) => row,
    );
  /** Answers a batch with the truth. */
  const label = async (batchId: string) => {
    const answers = (await rowsOf(batchId)).map((row) => ({
      row,
      label: project.truth[row] ?? null,
      seconds: 1,
    }));
    await api.annotations.answerAll({ projectId: project.projectId, batchId, answers });
  };
  return { ...project, api, rowsOf, label };
}

describe('the first labels', () => {
  it.each(SEED_SCHEMES)(
    'by %s are different unlabeled examples, the same for the same seed',
    async (scheme) => {
      const made = await Promise.all([1, 2].map(() => createUnlabeled({ seed: 0, pool: 120 })));
      const drawn = await Promise.all(
        made.map(async ({ projectId, api, rowsOf }) => {
          const { batchId } = await api.annotations.createSeedBatch({ projectId, count: 25, scheme });
          return rowsOf(batchId);
        }),
      );
      expect(drawn[0]).toHaveLength(25);
      expect(new Set(drawn[0]).size).toBe(25);
      expect(drawn[1]).toEqual(drawn[0]);
    },
  );

  it.each(['typiclust', 'probcover'] as const)('by %s lead step by step to every class', async (scheme) => {
    const { projectId, api, rowsOf, label } = await createUnlabeled({ seed: 0, pool: 300 });
    const missing = async () =>
      (await api.annotations.classCounts({ projectId })).filter(({ labels }) => labels === 0).length;
    expect(await missing()).toBe(10);
    const seen = new Set<number>();
    let steps = 0;
    while ((await missing()) > 0) {
      const { batchId } = await api.annotations.createSeedBatch({ projectId, count: 10, scheme });
      for (const row of await rowsOf(batchId)) {
        expect(seen.has(row)).toBe(false);
        seen.add(row);
      }
      await label(batchId);
      steps++;
      expect(steps).toBeLessThanOrEqual(30);
    }
    const counts = await api.annotations.classCounts({ projectId });
    expect(counts.map(({ name }) => name)).toContain('Ankle boot');
    expect(counts.reduce((sum, { labels }) => sum + labels, 0)).toBe(seen.size);
  });

  it('come from the seed split while it has any, and are all there are where fewer are left', async () => {
    const { projectId, api, rowsOf } = await createUnlabeled({ seed: 15, pool: 50 });
    const ask = { projectId, count: 40, scheme: 'typiclust' } as const;
    const first = await rowsOf((await api.annotations.createSeedBatch(ask)).batchId);
    expect(first.sort((left, right) => left - right)).toEqual(Array.from({ length: 15 }, (_, row) => row));
    const second = await rowsOf((await api.annotations.createSeedBatch(ask)).batchId);
    expect(second).toHaveLength(40);
    expect(await rowsOf((await api.annotations.createSeedBatch(ask)).batchId)).toHaveLength(10);
    await expect(api.annotations.createSeedBatch(ask)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'No example without a label is left in the splits “seed” and “pool”.',
    });
  });

  it('need features, unless they are drawn at random', async () => {
    const { projectId, featureSetId, api } = await createUnlabeled({ seed: 0, pool: 20 });
    await test.container.db.featureSet.delete({ where: { id: featureSetId } });
    await expect(
      api.annotations.createSeedBatch({ projectId, count: 5, scheme: 'typiclust' }),
    ).rejects.toMatchObject({ code: 'CONFLICT', message: 'There are no features yet.' });
    await api.annotations.createSeedBatch({ projectId, count: 5 });
  });
});
