import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTrainingLabels } from '@/server/surrogates/labels.repository';
import type { Prisma } from '@/server/db/generated/client';
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

type Vote = Partial<Prisma.AnnotationCreateManyInput> & { readonly by: string };

const label = (by: string, to: number): Vote => ({ by, label: to });
const skip = (by: string): Vote => ({ by, kind: 'skip' });
const bad = (by: string): Vote => ({ by, kind: 'bad' });
const review = (by: string, to: number | null): Vote => ({
  by,
  label: to,
  kind: to === null ? 'bad' : 'label',
  source: 'review',
});
const undone = (vote: Vote): Vote => ({ ...vote, undoneAt: new Date() });

/** Votes, oldest first, and the class number that they amount to. */
const CASES: readonly { title: string; votes: readonly Vote[]; counts: number | null }[] = [
  { title: 'one vote', votes: [label('ann', 3)], counts: 3 },
  { title: 'the newest of one person', votes: [label('ann', 3), label('ann', 4)], counts: 4 },
  {
    title: 'the newest that was not undone',
    votes: [label('ann', 3), undone(label('ann', 4))],
    counts: 3,
  },
  { title: 'the majority', votes: [label('ann', 3), label('bob', 3), label('cleo', 5)], counts: 3 },
  {
    title: 'a person once, however often they answered',
    votes: [label('ann', 5), label('ann', 3), label('ann', 5), label('bob', 3), label('cleo', 3)],
    counts: 3,
  },
  { title: 'of a tie the newest', votes: [label('ann', 7), label('bob', 2)], counts: 2 },
  {
    title: 'of a tie between pairs the newest vote',
    votes: [label('ann', 1), label('bob', 2), label('cleo', 2), label('dan', 1)],
    counts: 1,
  },
  { title: 'a label above newer skips', votes: [label('ann', 6), skip('bob'), bad('cleo')], counts: 6 },
  { title: 'a skip where its person labeled before', votes: [label('ann', 6), skip('ann')], counts: null },
  { title: 'bad data', votes: [skip('ann'), bad('bob')], counts: null },
  {
    title: 'a review above a newer majority',
    votes: [review('rita', 9), label('ann', 1), label('bob', 1)],
    counts: 9,
  },
  { title: 'the newest review', votes: [review('rita', 9), review('omar', 8)], counts: 8 },
  {
    title: 'a review of who voted too',
    votes: [label('ann', 1), label('bob', 1), review('ann', 4), label('ann', 1)],
    counts: 4,
  },
  { title: 'a review that it is bad', votes: [label('ann', 1), review('rita', null)], counts: null },
  {
    title: 'votes again where the review was undone',
    votes: [label('ann', 1), undone(review('rita', 2))],
    counts: 1,
  },
];

async function projectWith(votes: readonly (readonly Vote[])[], options: { seedLabels?: boolean } = {}) {
  const sizes = { seed: votes.length, pool: 0, test: 2, ...options };
  const project = await createFashionProject(test, owner, sizes);
  const { projectId } = project;
  await test.container.db.annotation.createMany({
    data: votes.flatMap((ofRow, row) =>
      ofRow.map(({ by, ...vote }, place) => ({
        ...{ projectId, row, batchId: 'none', userId: by, createdAt: new Date(1e12 + place * 1000) },
        ...vote,
      })),
    ),
  });
  return project;
}

const labelsOf = async (projectId: string) => {
  const labels = await listTrainingLabels(test.container.db, { projectId, rowLimit: 1000 });
  return new Map(labels.map((labeled) => [labeled.row, labeled.label]));
};

describe('the label that counts', () => {
  it('is the same for models, pages and exports', async () => {
    const { projectId } = await projectWith(CASES.map(({ votes }) => votes));
    const trained = await labelsOf(projectId);
    const { items } = await test.caller(owner).examples.list({ projectId, split: 'seed', limit: 200 });
    const shown = new Map(items.map((example) => [example.row, example.label]));
    const only = await Promise.all(
      CASES.map((_, row) =>
        test
          .caller(owner)
          .examples.get({ projectId, row })
          .then((one) => one.label),
      ),
    );
    const filtered = await test.caller(owner).examples.list({ projectId, label: 3, limit: 200 });
    for (const [row, { title, counts }] of CASES.entries()) {
      expect(trained.get(row) ?? null, title).toBe(counts);
      expect(shown.get(row), title).toBe(counts);
      expect(only[row], title).toBe(counts);
      expect(
        filtered.items.some((example) => example.row === row),
        title,
      ).toBe(counts === 3);
    }
  });

  it('is the file’s for the seed where people only skipped, and none where they say it is bad', async () => {
    const { projectId, truth } = await projectWith([[skip('ann')], [bad('ann')], []], { seedLabels: true });
    expect(await labelsOf(projectId)).toEqual(
      new Map([
        [0, truth[0]],
        [2, truth[2]],
      ]),
    );
    expect(await test.caller(owner).examples.get({ projectId, row: 1 })).toMatchObject({
      label: null,
      labelSource: null,
    });
  });

  it('is Dawid–Skene’s for several votes where the project says so, below a review', async () => {
    const pair = [label('ann', 1), label('bob', 2)];
    const { projectId } = await projectWith([pair, [label('ann', 1)], [...pair, review('rita', 7)], pair]);
    await test.container.db.consensusLabel.createMany({
      data: [0, 1, 2].map((row) => ({ projectId, row, label: 5, probability: 0.9 })),
    });
    const majority = new Map([
      [0, 2],
      [1, 1],
      [2, 7],
      [3, 2],
    ]);
    expect(await labelsOf(projectId)).toEqual(majority);
    await test.container.db.project.update({ where: { id: projectId }, data: { consensus: 'dawid-skene' } });
    expect(await labelsOf(projectId)).toEqual(new Map(majority).set(0, 5));
  });
});
