import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { measureControl } from '@/server/rounds/measure-control.service';
import { findRoundSetup } from '@/server/rounds/rounds.repository';
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

/** A trained project, and what begins a round of it by the newest model's score. */
async function createLoop({ test: testSize = 150 } = {}) {
  const project = await createFashionProject(test, owner, {
    seed: 30,
    pool: 400,
    test: testSize,
    seedLabels: true,
    coarse: true,
  });
  const { projectId, featureSetId } = project;
  const api = test.caller(owner);
  await api.surrogates.train({ projectId, featureSetId, ridge: 0.1 });
  await test.runJobs();
  const begin = async (budget: number, settings: { controlShare?: number } = {}) => {
    const scoreSet = (await api.scores.list({ projectId })).find(({ name }) => name === 'gini');
    const { selectionId } = await api.selections.create({
      projectId,
      scoreSetId: scoreSet?.id ?? '',
      scheme: 'top',
      budget,
    });
    const send = () => api.selections.sendToLabeling({ projectId, selectionId, ...settings });
    const round = await send();
    expect(await send()).toEqual(round);
    return { ...round, selectionId };
  };
  const measure = async ({ batchId, roundId }: { batchId: string; roundId: string }) => {
    await api.annotations.fillFromFiles({ projectId, batchId });
    await api.rounds.retrain({ projectId, roundId });
    await test.runJobs();
    const round = (await api.rounds.list({ projectId })).find(({ id }) => id === roundId);
    if (!round) throw new Error('The round is gone.');
    return round;
  };
  const itemsOf = (batchId: string) =>
    test.container.db.batchItem.findMany({ where: { batchId }, orderBy: { position: 'asc' } });
  return { ...project, api, begin, measure, itemsOf };
}

describe('the control arm of a round', () => {
  it('is a share of the batch, recorded, and measures the model before it and what choosing brings', async () => {
    const { projectId, truth, api, begin, measure, itemsOf } = await createLoop();
    const { db, matrices } = test.container;
    const [before] = await api.surrogates.list({ projectId });
    const round = await begin(50, { controlShare: 0.4 });
    const items = await itemsOf(round.batchId);
    expect(items).toHaveLength(50);
    const drawn = items.filter(({ arm }) => arm !== 'chosen').map(({ row }) => row);
    expect(drawn).toHaveLength(20);
    // shuffled: the arms do not stand one after the other
    expect(items.slice(0, 25).some(({ arm }) => arm === 'control')).toBe(true);
    expect(items.slice(0, 25).some(({ arm }) => arm === 'chosen')).toBe(true);

    const measured = await measure(round);
    expect(measured.setup).toMatchObject({
      scheme: 'top',
      scoreName: 'gini',
      controlShare: 0.4,
      controlDrawn: 20,
      pool: 400,
      modelBefore: before?.id,
      showGuess: false,
      model: { name: 'softmax' },
    });
    // the model before, on the random examples: by hand
    const { probabilitiesBlob } = await db.surrogate.findUniqueOrThrow({ where: { id: before?.id ?? '' } });
    const probabilities = await matrices.readRows(probabilitiesBlob ?? '', drawn);
    const wrong = drawn.filter((row, index) => {
      const values = [...probabilities.data.subarray(index * 10, index * 10 + 10)];
      return values.indexOf(Math.max(...values)) !== truth[row];
    }).length;
    expect(measured.control?.before).toMatchObject({
      surrogateId: before?.id,
      pool: 400,
      drawn: 20,
      labeled: 20,
      wrong,
      error: { mean: wrong / 20 },
    });
    const comparison = measured.control?.comparison;
    expect(comparison).toMatchObject({ seedLabels: 30, labelsEach: 20, testExamples: 150 });
    const both = items.filter(({ arm }) => arm === 'both').length;
    expect(comparison?.shared).toBeLessThanOrEqual(both);
    const { chosenError, randomError, difference, onlyChosenRight, onlyRandomRight } = comparison ?? {};
    expect(difference?.mean).toBeCloseTo((chosenError?.mean ?? 0) - (randomError?.mean ?? 0), 12);
    const { differenceOnTest, redraws } = comparison ?? {};
    expect(redraws).toBe(20);
    expect(difference?.low).toBeLessThan(differenceOnTest?.low ?? NaN);
    expect(difference?.high).toBeGreaterThan(differenceOnTest?.high ?? NaN);
    expect(((onlyRandomRight ?? 0) - (onlyChosenRight ?? 0)) / 150).toBeCloseTo(difference?.mean ?? NaN, 12);
    expect(measured.labelCount).toBe(80);

    // the second round counts both rounds, and its model before is the first round's
    const second = await measure(await begin(30, { controlShare: 0.2 }));
    expect(second.control?.comparison).toMatchObject({ seedLabels: 30, labelsEach: 26 });
    const { surrogateId } = await db.round.findUniqueOrThrow({ where: { id: round.roundId } });
    expect(second.setup?.modelBefore).toBe(surrogateId);
    expect(second.control?.before).toMatchObject({ surrogateId, pool: 350, drawn: 6 });
    expect(second.changes).toEqual(['control share 40 % → 20 %']);
    const curve = await api.rounds.curve({ projectId });
    expect(curve.map(({ changes }) => changes.length)).toEqual([0, 0, 1]);
    expect(new Set(curve.map(({ testSet }) => testSet)).size).toBe(1);
  });

  it('finds the same when a killed job goes on, whatever was answered since', async () => {
    const { projectId, api, begin, measure, itemsOf } = await createLoop();
    const started = await begin(40, { controlShare: 0.5 });
    const round = await measure(started);
    expect(round.control?.comparison).not.toBeNull();
    const [first, other] = (await itemsOf(started.batchId)).filter(({ arm }) => arm === 'control');
    const answers = [first, other].map((item) => ({ row: item?.row ?? -1, label: 0, seconds: 1 }));
    await api.annotations.answerAll({ projectId, batchId: started.batchId, answers });
    const { db } = test.container;
    const found = await findRoundSetup(db, round.id);
    const { surrogateId } = await db.round.findUniqueOrThrow({ where: { id: round.id } });
    const again = await measureControl(test.container, {
      round: found ?? { id: '', projectId, number: 0 },
      setup: found?.setup ?? null,
      surrogateId: surrogateId ?? '',
      context: {
        jobId: 'again',
        projectId,
        attempt: 1,
        worker: 'test',
        signal: new AbortController().signal,
        progress: () => undefined,
        checkpoint: null,
        saveCheckpoint: () => Promise.resolve(),
      },
    });
    expect(again).toEqual(round.control);
  });

  it.each([
    { share: 0, size: 150, reason: 'no-control' },
    { share: 0.5, size: 0, reason: 'no-test-split' },
    { share: 0.1, size: 150, reason: 'too-few-labels' },
  ])('says why it compares nothing: $reason', async ({ share, size, reason }) => {
    const { begin, measure, itemsOf } = await createLoop({ test: size });
    const started = await begin(30, { controlShare: share });
    const round = await measure(started);
    expect(round.control).toMatchObject({ comparison: null, noComparison: reason });
    if (share > 0) return;
    expect(round.control?.before).toBeNull();
    expect((await itemsOf(started.batchId)).every(({ arm }) => arm === 'chosen')).toBe(true);
  });

  it('has the project’s share unless the round asks for another', async () => {
    const { projectId, api, begin, itemsOf } = await createLoop({ test: 0 });
    const randomOf = async (batchId: string) =>
      (await itemsOf(batchId)).filter(({ arm }) => arm !== 'chosen').length;
    expect(await randomOf((await begin(20)).batchId)).toBe(4);
    await api.projects.update({ projectId, controlShare: 0.5 });
    expect(await randomOf((await begin(20)).batchId)).toBe(10);
    expect((await api.projects.get({ projectId })).controlShare).toBe(0.5);
    await expect(begin(20, { controlShare: 0.95 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('a round that is steered', () => {
  it('pauses, goes on, and keeps what is answered meanwhile', async () => {
    const { projectId, api, begin, itemsOf } = await createLoop({ test: 0 });
    const { roundId, batchId } = await begin(10);
    const step = async () => (await api.rounds.list({ projectId }))[0]?.step;
    await api.rounds.pause({ projectId, roundId });
    await api.rounds.pause({ projectId, roundId });
    expect(await step()).toBe('paused');
    const [item] = await itemsOf(batchId);
    const answer = { row: item?.row ?? -1, label: 3, seconds: 2 };
    await api.annotations.answerAll({ projectId, batchId, answers: [answer] });
    await api.rounds.resume({ projectId, roundId });
    expect(await step()).toBe('labeling');
    expect((await api.rounds.list({ projectId }))[0]).toMatchObject({
      annotators: 1,
      answers: 1,
      answersWithGuess: 0,
      batch: { labeled: 1, open: 9 },
    });
  });

  it('that is abandoned keeps its labels, gives the rest back, and has no point', async () => {
    const { projectId, api, begin, measure, itemsOf } = await createLoop();
    const first = await begin(12, { controlShare: 0 });
    const [item, open] = await itemsOf(first.batchId);
    const answer = { row: item?.row ?? -1, label: 3, seconds: 2 };
    await api.annotations.answerAll({ projectId, batchId: first.batchId, answers: [answer] });
    await api.rounds.abandon({ projectId, roundId: first.roundId });
    await api.rounds.abandon({ projectId, roundId: first.roundId });
    expect((await api.rounds.list({ projectId }))[0]?.step).toBe('abandoned');
    const { stages } = await api.projects.get({ projectId });
    expect(stages.find(({ stage }) => stage === 'labeling')).toMatchObject({ state: 'done' });
    for (const refused of [api.rounds.retrain, api.rounds.pause, api.rounds.resume]) {
      await expect(refused({ projectId, roundId: first.roundId })).rejects.toMatchObject({
        code: 'CONFLICT',
        message: 'Round 1 was abandoned.',
      });
    }
    const next = await begin(12, { controlShare: 0 });
    const rows = (await itemsOf(next.batchId)).map(({ row }) => row);
    expect(rows).toContain(open?.row);
    expect(rows).not.toContain(item?.row);
    const second = await measure(next);
    expect(second.labelCount).toBe(30 + 1 + 12);
    expect((await api.rounds.curve({ projectId })).map(({ round }) => round)).toEqual([0, 2]);
    await expect(api.rounds.abandon({ projectId, roundId: second.id })).rejects.toMatchObject({
      message: 'Round 2 is measured already.',
    });
  });

  it('is left alone while it is retrained', async () => {
    const { projectId, api, begin } = await createLoop({ test: 0 });
    const { roundId, batchId } = await begin(10);
    await api.annotations.fillFromFiles({ projectId, batchId });
    const { jobId } = await api.rounds.retrain({ projectId, roundId });
    await expect(api.rounds.abandon({ projectId, roundId })).rejects.toMatchObject({
      message: 'Round 1 is being retrained.',
    });
    await api.jobs.cancel({ projectId, jobId });
    await test.runJobs();
    await api.rounds.abandon({ projectId, roundId });
    expect((await api.rounds.list({ projectId }))[0]?.step).toBe('abandoned');
  });
});
