import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SplitRule } from '@/lib/contracts/ingest';
import type { SessionUser } from '@/server/api/trpc';
import { listTestLabels, listTrainingLabels } from '@/server/surrogates/labels.repository';
import { testSetHash } from '@/server/surrogates/test-set-hash';
import { ingestBytes } from '../support/ingest';
import { LabelStudioStandIn } from '../support/label-studio-stand-in';
import { mappedProject } from '../support/platform-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

const TABLE = { format: 'csv', idColumn: 'name', labelColumn: 'kind' } as const;
const BY_COLUMN = { by: 'column', column: 'part' } as const;
const COUNT = { test: 12, pool: 20, seed: 8 };

let test: TestContainer;
let owner: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser('Olga');
});
afterAll(() => test.close());

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly part: string;
  readonly x: number;
}

/** A table of examples: two classes that differ in their first number. */
function tableOf(rows: readonly Row[], withPart: boolean): Buffer {
  const lines = rows.map(({ name, kind, part, x }) =>
    [name, kind, ...(withPart ? [part] : []), x, x * 0.5 + 1].join(','),
  );
  return Buffer.from([`name,kind,${withPart ? 'part,' : ''}x,y`, ...lines].join('\n'));
}

const EXAMPLES = Object.entries(COUNT).flatMap(([part, count], place) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${part}-${index}`,
    kind: index % 2 === 0 ? 'cat' : 'dog',
    part,
    x: (index % 2 === 0 ? 1 : -1) * (index + 1 + place * 100),
  })),
);

async function createProject() {
  const { id: projectId } = await test.createProject(owner, { modality: 'features', classes: [] });
  const target = { projectId, user: owner };
  const ingest = (examples: readonly Row[], split: SplitRule = BY_COLUMN) =>
    ingestBytes(test, target, 'table.csv', tableOf(examples, split.by === 'column'), { ...TABLE, split });
  await ingest(EXAMPLES);
  const api = test.caller(owner);
  const { featureSetId } = await api.features.start({ projectId, extractor: 'uploaded', configuration: {} });
  await test.runJobs();
  return { projectId, featureSetId, api, ingest };
}

/** Rows, keys, contents and labels of the test split. */
async function testSplitOf(projectId: string) {
  const { db } = test.container;
  const hash = testSetHash(await listTestLabels(db, { projectId, rowLimit: 1_000 }));
  const examples = await db.example.findMany({
    where: { projectId, split: 'test' },
    orderBy: { row: 'asc' },
    select: { row: true, key: true, fileLabel: true, contentHash: true },
  });
  return { hash, examples };
}

async function testRowOf(projectId: string): Promise<number> {
  const { examples } = await testSplitOf(projectId);
  return examples[0]?.row ?? -1;
}

describe('the test split', () => {
  it('is touched by no answer and no review, not even where one of its examples came into a batch', async () => {
    const { projectId, api } = await createProject();
    const before = await testSplitOf(projectId);
    expect(before.examples).toHaveLength(COUNT.test);
    const row = await testRowOf(projectId);
    const { batchId } = await api.annotations.createSeedBatch({ projectId, count: 4 });
    await test.container.db.batchItem.create({ data: { batchId, row, position: 99 } });
    const batch = { projectId, batchId };
    const refused = {
      code: 'CONFLICT',
      message: `Example ${row} is in the split “test”, which only measures.`,
    };
    for (const answer of [{ label: 1 }, { label: null }, { label: null, kind: 'bad' as const }]) {
      await expect(api.annotations.answer({ ...batch, row, seconds: 1, ...answer })).rejects.toMatchObject(
        refused,
      );
      await expect(
        api.annotations.answerAll({ ...batch, answers: [{ row, seconds: 1, ...answer }] }),
      ).rejects.toMatchObject(refused);
    }
    await expect(api.annotations.fillFromFiles(batch)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: '1 of the 5 open examples are in the split “test”, which only measures.',
    });
    await expect(api.agreement.decide({ projectId, row, label: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await testSplitOf(projectId)).toEqual(before);
    expect(await test.container.db.annotation.count({ where: { projectId, row } })).toBe(0);
  });

  it('is not in reach of batches and selections', async () => {
    const { projectId, api } = await createProject();
    const rows = new Set((await testSplitOf(projectId)).examples.map(({ row }) => row));
    await api.annotations.createSeedBatch({ projectId, count: 1000 });
    const chosen = await api.selections
      .create({ projectId, scoreSetId: null, scheme: 'random', budget: COUNT.pool })
      .catch(() => null);
    if (chosen) await api.selections.sendToLabeling({ projectId, ...chosen });
    const items = await test.container.db.batchItem.findMany({ where: { batch: { projectId } } });
    expect(items.length).toBeGreaterThan(0);
    expect(items.some(({ row }) => rows.has(row))).toBe(false);
  });

  it('stays as it is when its examples are imported again, elsewhere or under another label', async () => {
    const { projectId, ingest } = await createProject();
    const before = await testSplitOf(projectId);
    const ofTest = EXAMPLES.filter(({ part }) => part === 'test');
    // an ingest that brings nothing new fails as a whole
    const fresh = (x: number) => ({ name: `new-${x}`, kind: 'cat', part: 'pool', x });
    const relabeled = await ingest([...ofTest.map((example) => ({ ...example, kind: 'bird' })), fresh(901)]);
    expect(relabeled.view).toMatchObject({ acceptedCount: 1, duplicateCount: COUNT.test });
    const moved = await ingest([...ofTest, fresh(902)], { by: 'fixed', split: 'pool' });
    expect(moved.view).toMatchObject({ acceptedCount: 1, duplicateCount: COUNT.test });
    const replaced = await ingest([
      ...ofTest.map((example) => ({ ...example, x: example.x * 7000, part: 'pool' })),
      fresh(903),
    ]);
    expect(replaced.rejects[0]).toEqual(['test-0', 'name-taken']);
    expect(replaced.view).toMatchObject({ acceptedCount: 1, rejectedCount: COUNT.test });
    const drawn = await ingest([...EXAMPLES, fresh(904)], {
      by: 'random',
      seedShare: 0.5,
      testShare: 0,
      seed: 1,
    });
    expect(drawn.view).toMatchObject({ acceptedCount: 1, duplicateCount: EXAMPLES.length });
    expect(await testSplitOf(projectId)).toEqual(before);
  });

  it('trains nothing, not even where somebody answered past all doors', async () => {
    const { projectId } = await createProject();
    const { db } = test.container;
    const before = await testSplitOf(projectId);
    const row = await testRowOf(projectId);
    const { id: batchId } = await db.batch.create({
      data: { projectId, kind: 'seed', name: 'Forged', size: 1 },
    });
    await db.annotation.create({ data: { projectId, row, batchId, userId: owner.id, label: 1 } });
    const training = await listTrainingLabels(db, { projectId, rowLimit: 1_000 });
    expect(training.length).toBe(COUNT.seed);
    expect(training.some((label) => label.row === row)).toBe(false);
    expect(await testSplitOf(projectId)).toEqual(before);
  });

  it('is untouched by what a labeling platform answers', async () => {
    const stand = await new LabelStudioStandIn().start();
    try {
      const task = stand.addTask({ text: 'known' });
      stand.annotate(task, 'spam', { ground_truth: true });
      const { projectId, api } = await mappedProject(test, owner, stand);
      await api.platforms.pull({ projectId, groundTruth: 'test' });
      await test.runJobs();
      const before = await testSplitOf(projectId);
      expect(before.examples).toHaveLength(1);
      stand.annotate(task, 'ham');
      await api.platforms.pull({ projectId, groundTruth: 'seed' });
      await test.runJobs();
      expect(await testSplitOf(projectId)).toEqual(before);
      expect(await test.container.db.annotation.count({ where: { projectId } })).toBe(0);
    } finally {
      await stand.stop();
    }
  });
});

describe('a curve over a test split that grows', () => {
  it('says from which point on errors are of other examples', async () => {
    const { projectId, featureSetId, api, ingest } = await createProject();
    const play = async () => {
      const made = await api.selections.create({ projectId, scoreSetId: null, scheme: 'random', budget: 5 });
      const round = await api.selections.sendToLabeling({ projectId, ...made });
      await api.annotations.fillFromFiles({ projectId, batchId: round.batchId });
      await api.rounds.retrain({ projectId, roundId: round.roundId });
      await test.runJobs();
    };
    await api.surrogates.train({ projectId, featureSetId, ridge: 0.1 });
    await test.runJobs();
    await play();
    await ingest([
      { name: 'late-1', kind: 'cat', part: 'test', x: 777 },
      { name: 'late-2', kind: 'dog', part: 'test', x: -777 },
    ]);
    const { featureSetId: newer } = await api.features.start({
      projectId,
      extractor: 'uploaded',
      configuration: {},
    });
    await test.runJobs();
    expect(newer).not.toBe(featureSetId);
    await api.surrogates.train({ projectId, featureSetId: newer, ridge: 0.1 });
    await test.runJobs();
    await play();
    const curve = await api.rounds.curve({ projectId });
    expect(curve.map(({ testExamples }) => testExamples)).toEqual([12, 12, 14]);
    const [seed, first, second] = curve.map(({ testSet }) => testSet);
    expect(seed).toMatch(/^[0-9a-f]{64}$/);
    expect(first).toBe(seed);
    expect(second).not.toBe(first);
  });
});
