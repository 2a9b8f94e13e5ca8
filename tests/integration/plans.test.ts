import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { addRounds, addStudy, createPlannedProject, metricsWith } from '../support/planned-project';
import { reportWith } from '../support/study-report';
import { createTestContainer, type TestContainer } from '../support/test-container';
import { toJson } from '@/server/db/json';

const POOL = 3000;
/** 0.1 + 2 / √labels */
const law = (labels: number): number => 0.1 + 2 * labels ** -0.5;
const LABELS = [100, 200, 300, 400, 500, 600];

let test: TestContainer;
let owner: SessionUser;
beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser('Olga');
});
afterAll(() => test.close());

async function projectWithRounds() {
  const project = await createPlannedProject(test, owner, POOL);
  await addRounds(
    test,
    project,
    LABELS.map((labels) => ({
      labels,
      error: law(labels),
      control: { labelsEach: labels / 2, chosen: law(labels), random: law(labels) + 0.05 },
    })),
  );
  return project;
}

describe('a plan from the live rounds', () => {
  it('names labels, hours, money and a date for a target, beside random selection by the control arm', async () => {
    const { projectId } = await projectWithRounds();
    const api = test.caller(owner);
    await api.projects.update({ projectId, costPerLabel: 0.1, costPerHour: 36, costPerReview: 1 });
    const batch = await test.container.db.batch.findFirstOrThrow({ where: { projectId } });
    const answers = [2, 2, 2, 4, 4, 4, 4, 900].map((seconds, row) => ({
      ...{ projectId, row, batchId: batch.id, userId: owner.id, label: seconds === 4 ? 1 : 0, seconds },
      createdAt: new Date(Date.now() - 2 * 86_400_000),
    }));
    await test.container.db.annotation.createMany({ data: answers });

    expect(await api.plans.speed({ projectId })).toEqual({
      ...{ breakSeconds: 120, timed: 8, breaks: 1, median: 4, mean: 22 / 7 },
      byClass: [
        { name: 'cat', answers: 3, medianSeconds: 2 },
        { name: 'dog', answers: 4, medianSeconds: 4 },
      ],
      byAnnotator: [{ name: 'Olga', answers: 7, medianSeconds: 4 }],
    });

    const plan = await api.plans.make({ projectId, targetError: 0.17 });
    expect(plan).toMatchObject({ source: 'live', curve: 'rounds', have: 600, available: POOL });
    const { low, median, high } = plan.chosen.target ?? {};
    // the law is at 17 % with 816 labels, 216 more; four test answers a day
    expect(low?.labels).toBeLessThan(216);
    expect(high === null || (high?.labels ?? 0) > 216).toBe(true);
    const labels = median?.labels ?? 0;
    expect(median).toEqual({
      labels,
      answers: labels,
      hours: (labels * 4) / 3600,
      money: expect.closeTo(labels * 0.14, 6) as number,
    });
    expect(plan.pace?.answersPerDay).toBeCloseTo(4, 1);
    expect(plan.random?.title).toBe('random, by the control arm');
    expect(plan.random?.points.map((point) => point.labels)).toEqual(LABELS.map((each) => each / 2));
    expect(plan.backTest?.rows.map(({ madeAt }) => madeAt)).toEqual([3, 4, 5]);
    expect(plan.sentences[0]).toContain('17\u00a0%');
    expect(await api.plans.make({ projectId, targetError: 0.17 })).toEqual({
      ...plan,
      pace: expect.anything() as object,
      chosen: expect.objectContaining({ law: plan.chosen.law, band: plan.chosen.band }) as object,
      random: expect.anything() as object,
    });
  });

  it('says what a budget buys: of labels in all, of hours and of money', async () => {
    const { projectId } = await projectWithRounds();
    const api = test.caller(owner);
    const by = (budget: number) => api.plans.make({ projectId, targetError: 0.17, budget });
    const [small, large] = [await by(800), await by(2600)];
    expect(small.chosen.budget?.cost.labels).toBe(200);
    expect(large.chosen.budget?.error.median).toBeLessThan(small.chosen.budget?.error.median ?? 0);
    expect(large.chosen.budget?.probability).toBeGreaterThanOrEqual(small.chosen.budget?.probability ?? 1);
    // never more than the pool has
    expect((await by(1e6)).chosen.budget?.cost.labels).toBe(POOL - 600);
    const unpriced = await api.plans.make({ projectId, budget: 100, budgetUnit: 'money' });
    expect(unpriced.chosen.budget).toBeNull();
    expect(unpriced.sentences.join()).toContain('is not known');
  });

  it('lists what it can be made of, and refuses what is not there or not enough', async () => {
    const project = await createPlannedProject(test, owner, POOL);
    const { projectId } = project;
    const api = test.caller(owner);
    expect(await api.plans.sources({ projectId })).toEqual([]);
    await expect(api.plans.make({ projectId, targetError: 0.2 })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('there are 0') as string,
    });
    await addRounds(test, project, [{ labels: 100, error: 0.3 }]);
    expect(await api.plans.sources({ projectId })).toMatchObject([{ id: 'live', kind: 'live' }]);
    expect(await api.plans.curves({ projectId, source: 'live' })).toMatchObject([
      { key: 'rounds', sizes: 1 },
    ]);
    await expect(api.plans.make({ projectId })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(api.plans.make({ projectId, curve: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(api.plans.make({ projectId, source: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('counts the votes that differ as reviews', async () => {
    const { projectId } = await projectWithRounds();
    const other = await test.createUser('Ben');
    const batch = await test.container.db.batch.findFirstOrThrow({ where: { projectId } });
    const vote = (row: number, userId: string, label: number) => ({
      ...{ projectId, row, batchId: batch.id, userId, label, seconds: 3 },
    });
    await test.container.db.annotation.createMany({
      data: [0, 1, 2, 3].flatMap((row) => [vote(row, owner.id, 0), vote(row, other.id, row === 0 ? 1 : 0)]),
    });
    const { rates } = await test.caller(owner).plans.make({ projectId });
    expect(rates.disagreementShare).toBe(0.25);
  });
});

describe('stopping advice', () => {
  it('has a verdict of each criterion, with its number and its reason', async () => {
    const project = await createPlannedProject(test, owner, POOL);
    const { projectId } = project;
    const api = test.caller(owner);
    const none = await api.plans.stopping({ projectId });
    expect(none.advice.map(({ verdict }) => verdict)).toEqual(Array(6).fill('unknown'));

    // the last rounds change nothing, on the test examples or in the pool
    await addRounds(test, project, [
      { labels: 100, error: 0.3 },
      { labels: 200, error: 0.2 },
      { labels: 300, error: 0.2 },
      { labels: 400, error: 0.2 },
      { labels: 500, error: 0.2, control: { labelsEach: 250, chosen: 0.2, random: 0.2 } },
    ]);
    await test.container.db.annotation.createMany({
      data: Array.from({ length: 500 }, (_, row) => ({
        ...{ projectId, row, batchId: 'any', userId: owner.id, label: 0 },
      })),
    });
    const { advice } = await api.plans.stopping({ projectId, targetError: 0.25, budget: 500 });
    expect(advice.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['budget', 'stop'],
      ['target', 'stop'],
      ['gain', 'go-on'],
      ['agreement', 'stop'],
      ['no-gain', 'stop'],
      ['control', 'change'],
    ]);
    expect(advice.every(({ measured, reason }) => measured !== null && reason.endsWith('.'))).toBe(true);
    const strict = await api.plans.stopping({ projectId, targetError: 0.2, budget: 501, valuePerPoint: 1 });
    expect(strict.advice.slice(0, 2).map(({ verdict }) => verdict)).toEqual(['go-on', 'go-on']);
  });
});

describe('a plan from a study', () => {
  const errors = (gain: number) =>
    Object.fromEntries(
      [0.05, 0.1, 0.2, 0.4, 0.8].map((fraction) => [
        fraction,
        [-1, 0, 1].map((side) => law(1000 * fraction) - gain + 0.004 * side),
      ]),
    );
  const report = reportWith({
    curves: [
      { strategy: 'random', errors: errors(0) },
      { strategy: 'max-gradient', errors: errors(0.04) },
      { strategy: 'random', surrogate: 'strong', errors: errors(0) },
      { strategy: 'max-gradient', surrogate: 'strong', errors: errors(0.06) },
    ],
    surrogates: [
      { name: 'weak', labels: 20 },
      { name: 'strong', labels: 300 },
    ],
  });

  it('pays the surrogate’s labels, and names the saving against random', async () => {
    const project = await createPlannedProject(test, owner, 10);
    const studyId = await addStudy(test, project, report);
    const { projectId } = project;
    const api = test.caller(owner);
    expect(await api.plans.sources({ projectId })).toEqual([
      { id: studyId, kind: 'study', title: 'What if' },
    ]);
    const [weak, strong] = await Promise.all(
      ['1', '3'].map((curve) => api.plans.make({ projectId, source: studyId, curve, targetError: 0.2 })),
    );
    expect(weak?.chosen.title).toBe('max-gradient (weak)');
    expect(weak?.random?.title).toBe('random (weak)');
    // 400 random labels against 204 and 156 and the surrogate's
    expect(weak?.chosen.target?.median?.labels).toBeGreaterThan(20 + 150);
    expect(weak?.chosen.target?.median?.labels).toBeLessThan(20 + 260);
    expect(weak?.saving?.low?.labels).toBeGreaterThan(0);
    expect(strong?.saving?.median?.labels).toBeLessThan(0);
    expect(weak?.backTest).toBeNull();
  });

  it('compares schemes, surrogates and budgets, all labels counted', async () => {
    const project = await createPlannedProject(test, owner, 10);
    const studyId = await addStudy(test, project, report);
    const { projectId } = project;
    const api = test.caller(owner);
    await api.projects.update({ projectId, costPerLabel: 2 });
    const rows = await api.plans.scenarios({ projectId, studyId, targetError: 0.2, budgets: [200, 500] });
    // 200 labels do not pay for the strong surrogate's 300
    expect(rows.map(({ scheme, cost }) => [scheme, cost.labels, cost.money])).toEqual([
      ['random (weak)', 200, 400],
      ['random (weak)', 500, 1000],
      ['max-gradient (weak)', 200, 400],
      ['max-gradient (weak)', 500, 1000],
      ['random (strong)', 200, 400],
      ['random (strong)', 500, 1000],
      ['max-gradient (strong)', 500, 1000],
    ]);
    const errorOf = (scheme: string) =>
      rows.find((row) => row.scheme === scheme && row.cost.labels === 500)?.error.median ?? NaN;
    expect(errorOf('max-gradient (weak)')).toBeCloseTo(law(480) - 0.04, 1);
    expect(errorOf('max-gradient (strong)')).toBeCloseTo(law(200) - 0.06, 1);
    expect(rows.every(({ probability }) => probability !== null)).toBe(true);
    expect(await api.plans.scenarios({ projectId, studyId })).toHaveLength(4 * 4 - 2 * 2 + 1);
  });
});

describe('a project whose first model was measured before any round', () => {
  it('begins the curve with it', async () => {
    const project = await createPlannedProject(test, owner, POOL);
    const { projectId, featureSetId } = project;
    await test.container.db.surrogate.create({
      data: {
        ...{ projectId, featureSetId, name: 'seed', configuration: {}, key: 'seed', state: 'done' },
        metrics: toJson(metricsWith(50, 0.4)),
      },
    });
    await addRounds(
      test,
      project,
      LABELS.slice(0, 2).map((labels) => ({ labels, error: law(labels) })),
    );
    const plan = await test.caller(owner).plans.make({ projectId, targetError: 0.2 });
    expect(plan.chosen.points.map(({ labels }) => labels)).toEqual([50, 100, 200]);
    expect(plan.chosen.warnings.map(({ kind }) => kind)).toContain('few-sizes');
    expect(plan.backTest).toBeNull();
  });
});
