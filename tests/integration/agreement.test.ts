import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import type { SessionUser } from '@/server/api/trpc';
import { voteFile } from '@/server/agreement/vote-files.service';
import { listTrainingLabels } from '@/server/surrogates/labels.repository';
import { createFashionProject } from '../support/fashion-project';
import type { FashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

const CLASSES = 10;
const COUNT = 900;
/** Of each annotator: probability of a wrong label, every other class equally likely. */
const ERROR_RATES = [0.05, 0.1, 0.3, 0.4, 0.45];

let test: TestContainer;
let owner: SessionUser;
let lead: SessionUser;
let viewer: SessionUser;
let team: SessionUser[];
let project: FashionProject;
let projectId: string;

/** Each example is answered by three of the team, in turn. */
const votersOf = (row: number) => [0, 1, 2].map((place) => (row + 2 * place) % ERROR_RATES.length);

beforeAll(async () => {
  test = await createTestContainer();
  [owner, lead, viewer] = [
    await test.createUser('Olga'),
    await test.createUser('Lea'),
    await test.createUser('Vera'),
  ];
  team = await Promise.all(ERROR_RATES.map((rate) => test.createUser(`Annotator ${rate}`)));
  project = await createFashionProject(
    test,
    owner,
    { seed: 0, pool: COUNT, test: 5, poolLabels: false, coarse: true },
    [
      { user: lead, role: 'lead' },
      { user: viewer, role: 'viewer' },
    ],
  );
  ({ projectId } = project);
  await answerAs(project);
});
afterAll(() => test.close());

/** What the simulated team answers, in one batch of the whole pool. */
async function answerAs({ projectId: id, truth }: FashionProject): Promise<void> {
  const { db } = test.container;
  const rows = Array.from({ length: COUNT }, (_, row) => row);
  const batch = await db.batch.create({
    data: { projectId: id, kind: 'selection', name: 'All', size: COUNT },
  });
  await db.batchItem.createMany({
    data: rows.map((row) => ({
      batchId: batch.id,
      position: row,
      row,
      needed: 3,
      state: 'labeled' as const,
    })),
  });
  const random = createRandom(7, 'team');
  await db.annotation.createMany({
    data: rows.flatMap((row) =>
      votersOf(row).map((voter, place) => {
        const right = truth[row] as number;
        const wrong = random.uniform() < (ERROR_RATES[voter] as number);
        return {
          ...{ projectId: id, row, batchId: batch.id, userId: team[voter]?.id ?? '', seconds: 2 + voter },
          label: wrong ? (right + 1 + random.integer(CLASSES - 1)) % CLASSES : right,
          createdAt: new Date(1.7e12 + row * 1000 + place),
        };
      }),
    ),
  });
}

const labelsRight = async () => {
  const labels = await listTrainingLabels(test.container.db, { projectId, rowLimit: COUNT });
  return labels.filter(({ row, label }) => project.truth[row] === label).length;
};

describe('agreement of a team whose error rates are known', () => {
  it('has the kappa and alpha that follow from them, within 0.05', async () => {
    const report = await test.caller(viewer).agreement.report({ projectId });
    const pairs = Array.from({ length: ERROR_RATES.length }, (_, row) => votersOf(row)).flatMap((voters) =>
      voters.flatMap((one, place) => voters.slice(place + 1).map((other) => [one, other] as const)),
    );
    const agreement = pairs.map(([one, other]) => {
      const [a, b] = [ERROR_RATES[one] as number, ERROR_RATES[other] as number];
      return (1 - a) * (1 - b) + (a * b) / (CLASSES - 1);
    });
    const mean = agreement.reduce((sum, value) => sum + value, 0) / agreement.length;
    // the ten classes of the pool are equally frequent, and errors spread over all others
    const truth = (mean - 1 / CLASSES) / (1 - 1 / CLASSES);
    for (const { value, low, high } of [report.fleiss, report.krippendorff]) {
      expect(Math.abs((value ?? 9) - truth)).toBeLessThan(0.05);
      expect(low).toBeLessThan(value ?? 0);
      expect(high).toBeGreaterThan(value ?? 1);
    }
    expect(report).toMatchObject({ examples: COUNT, shared: COUNT, votes: 3 * COUNT, annotatorCount: 5 });
    expect(report.cohen).toBeNull();
    expect(report.pairCount).toBe(new Set(pairs.map((pair) => [...pair].sort().join())).size);
  });

  it('shows what each annotator gets wrong', async () => {
    const { annotators } = await test.caller(lead).agreement.report({ projectId });
    expect(annotators).toHaveLength(5);
    for (const { id, accuracy, confusion, shared, medianSeconds, withOthers } of annotators) {
      const voter = team.findIndex((user) => user.id === id);
      const right = 1 - (ERROR_RATES[voter] as number);
      expect(Math.abs((accuracy ?? 9) - right)).toBeLessThan(0.06);
      const diagonal = confusion?.map((row, label) => row[label] as number) ?? [];
      expect(Math.abs(diagonal.reduce((sum, value) => sum + value / CLASSES, 0) - right)).toBeLessThan(0.06);
      expect(shared).toBe((COUNT * 3) / 5);
      expect(medianSeconds).toBe(2 + voter);
      expect(withOthers.low).toBeGreaterThan(0);
    }
  });

  it('has the confusion of two annotators, whose sum is what both labeled', async () => {
    const [first, second] = [team[0]?.id ?? '', team[2]?.id ?? ''];
    const { counts } = await test.caller(viewer).agreement.confusion({ projectId, first, second });
    const { pairs } = await test.caller(viewer).agreement.report({ projectId });
    const pair = pairs.find(({ annotators }) => annotators.includes(first) && annotators.includes(second));
    expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(pair?.shared);
    await expect(
      test.caller(viewer).agreement.confusion({ projectId, first, second: 'nobody' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('makes labels by majority, or better ones by Dawid–Skene', async () => {
    const byMajority = await labelsRight();
    await test.caller(lead).agreement.setConsensus({ projectId, consensus: 'dawid-skene' });
    const byDawidSkene = await labelsRight();
    expect(byDawidSkene).toBeGreaterThan(byMajority + 10);
    await expect(
      test.caller(viewer).agreement.setConsensus({ projectId, consensus: 'majority' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await test.caller(lead).agreement.setConsensus({ projectId, consensus: 'majority' });
    expect(await labelsRight()).toBe(byMajority);
  });
});

describe('the review queue', () => {
  it('holds every disagreement, the most doubtful first, with its votes', async () => {
    const queue = await test.caller(viewer).agreement.queue({ projectId, limit: 50 });
    expect(queue.total).toBeGreaterThan(200);
    expect(queue.items).toHaveLength(50);
    const suspicions = queue.items.map(({ reasons }) =>
      Math.max(...reasons.map(({ suspicion }) => suspicion)),
    );
    expect(suspicions).toEqual([...suspicions].sort((a, b) => b - a));
    for (const { votes, consensus } of queue.items) {
      expect(votes).toHaveLength(3);
      expect(new Set(votes.map(({ label }) => label)).size).toBeGreaterThan(1);
      expect(consensus?.probability).toBeLessThan(1);
    }
    const next = await test.caller(viewer).agreement.queue({ projectId, offset: 50, limit: 50 });
    expect(next.items.some(({ example }) => queue.items.some((one) => one.example.row === example.row))).toBe(
      false,
    );
  });

  it('takes a decision, which counts above all votes and is not asked again', async () => {
    const api = test.caller(lead).agreement;
    const before = await api.queue({ projectId });
    const row = before.items[0]?.example.row ?? NaN;
    expect(await api.decide({ projectId, row, label: 7, comment: 'the sole shows' })).toEqual({
      resolved: 1,
    });
    const { label, labelSource } = await test.caller(lead).examples.get({ projectId, row });
    expect({ label, labelSource }).toEqual({ label: 7, labelSource: 'review' });

    // somebody changes their mind: the decision stands
    await test.container.db.annotation.create({
      data: {
        projectId,
        row,
        batchId: 'any',
        userId: before.items[0]?.votes[0]?.annotatorId ?? '',
        label: 1,
      },
    });
    const after = await api.queue({ projectId });
    expect(after.open).toBe(before.open - 1);
    expect(after.decided).toBe(1);
    expect(after.items[0]?.example.row).not.toBe(row);
    expect((await test.caller(lead).examples.get({ projectId, row })).label).toBe(7);
    expect(await api.item({ projectId, row })).toMatchObject({ decided: true });
  });

  it('calls an example bad, which then trains nothing, and takes it back', async () => {
    const api = test.caller(lead).agreement;
    const { items, open } = await api.queue({ projectId });
    const row = items[0]?.example.row ?? NaN;
    await api.decide({ projectId, row, label: null, reason: 'broken' });
    const trained = async () =>
      (await listTrainingLabels(test.container.db, { projectId, rowLimit: COUNT })).some(
        (labeled) => labeled.row === row,
      );
    expect(await trained()).toBe(false);
    const stateOf = async () =>
      (await test.container.db.batchItem.findFirstOrThrow({ where: { row, batch: { projectId } } })).state;
    expect(await stateOf()).toBe('bad');

    expect(await api.undoDecision({ projectId })).toEqual({ row });
    expect(await trained()).toBe(true);
    expect(await stateOf()).toBe('labeled');
    const again = await api.queue({ projectId });
    expect(again.open).toBe(open);
    expect(again.items[0]?.example.row).toBe(row);
    // another reviewer's decisions are theirs to take back
    expect(await test.caller(owner).agreement.undoDecision({ projectId })).toBeNull();
  });

  it('refuses test examples, unanswered ones and classes that there are not', async () => {
    const api = test.caller(lead).agreement;
    const refused = (row: number, label: number) => api.decide({ projectId, row, label });
    await expect(refused(COUNT, 1)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(refused(COUNT + 100, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(refused(0, CLASSES)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(test.caller(viewer).agreement.decide({ projectId, row: 0, label: 1 })).rejects.toMatchObject(
      { code: 'FORBIDDEN' },
    );
  });

  it('gets labels that a model of the others contradicts', async () => {
    const api = test.caller(lead).agreement;
    const { jobId } = await api.searchErrors({ projectId });
    expect(await api.searchErrors({ projectId })).toEqual({ jobId });
    await test.runJobs();
    const queue = await api.queue({ projectId, reason: 'label-error', limit: 50 });
    expect(queue.search).toMatchObject({ jobId, state: 'done' });
    expect(queue.total).toBeGreaterThan(20);
    const labels = new Map(
      (await listTrainingLabels(test.container.db, { projectId, rowLimit: COUNT })).map(
        ({ row, label }) => [row, label] as const,
      ),
    );
    const wrong = queue.items.filter(({ example }) => labels.get(example.row) !== project.truth[example.row]);
    const allWrong = COUNT - (await labelsRight());
    // the first fifty hold far more errors than fifty examples at random would
    expect(wrong.length).toBeGreaterThan(3 * 50 * (allWrong / COUNT));
  });
});

describe('all answers as a file', () => {
  const linesOf = async (file: string, namesPeople = true) => {
    const { bytes } = await voteFile(test.container, { projectId, file, namesPeople });
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    return Buffer.concat(parts).toString('utf8').trimEnd().split('\n');
  };

  it('has one line each, decisions too, and tells which are current', async () => {
    const count = await test.container.db.annotation.count({ where: { projectId, undoneAt: null } });
    const lines = (await linesOf('votes.jsonl')).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(count);
    expect(lines.filter(({ source }) => source === 'review')).toMatchObject([
      { label: 'Sneaker', annotator: lead.email, comment: 'the sole shows', current: true },
    ]);
    // one annotator answered one example twice
    expect(lines.filter(({ current }) => current === false)).toHaveLength(1);
    expect(await linesOf('votes.csv')).toHaveLength(count + 1);
  });

  it('names nobody to who may not know, and refuses other names', async () => {
    expect((await linesOf('votes.csv', false)).join()).not.toContain('@');
    await expect(linesOf('votes.xlsx')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a project without votes', () => {
  it('says so', async () => {
    const empty = await createFashionProject(test, owner, { seed: 0, pool: 5, test: 5 });
    const api = test.caller(owner).agreement;
    const report = await api.report({ projectId: empty.projectId });
    expect(report).toMatchObject({ examples: 0, shared: 0, annotators: [], pairs: [], cohen: null });
    expect(report.krippendorff).toMatchObject({ value: null, reason: 'no-votes' });
    expect(await api.queue({ projectId: empty.projectId })).toMatchObject({
      total: 0,
      items: [],
      search: null,
    });
    await expect(api.searchErrors({ projectId: empty.projectId })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'Too little to learn from: 0 examples have a label by people.',
    });
  });
});
