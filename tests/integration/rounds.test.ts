import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** A project with a round by random selection, filled from files; with a surrogate of the seed before it, if asked for. */
async function startRound({ trained = false, test: testSize = 40 } = {}) {
  const project = await createFashionProject(test, owner, {
    seed: 20,
    pool: 60,
    test: testSize,
    seedLabels: true,
    coarse: true,
  });
  const { projectId } = project;
  const api = test.caller(owner);
  if (trained) {
    await api.surrogates.train({ ...project, ridge: 0.1 });
    await test.runJobs();
  }
  const { selectionId } = await api.selections.create({
    projectId,
    scoreSetId: null,
    scheme: 'random',
    budget: 15,
  });
  const round = await api.selections.sendToLabeling({ projectId, selectionId });
  await api.annotations.fillFromFiles({ projectId, batchId: round.batchId });
  return { ...project, ...round, api };
}

describe('a round', () => {
  it.each([
    {
      trained: true,
      points: [
        [0, 20, null],
        [1, 35, 'random'],
      ],
    },
    { trained: false, points: [[1, 35, 'random']] },
  ])(
    'by random selection needs no score; its curve starts at the seed’s surrogate where there is one ($trained)',
    async ({ trained, points }) => {
      const { projectId, roundId, api } = await startRound({ trained });
      await api.rounds.retrain({ projectId, roundId });
      await test.runJobs();
      const curve = await api.rounds.curve({ projectId });
      expect(curve.map(({ round, labels, scheme }) => [round, labels, scheme])).toEqual(points);
    },
  );

  it('without a test split is trained, and has no point', async () => {
    const { projectId, roundId, api } = await startRound({ test: 0 });
    await api.rounds.retrain({ projectId, roundId });
    await test.runJobs();
    const [round] = await api.rounds.list({ projectId });
    expect(round).toMatchObject({ step: 'measured', labelCount: 35, metrics: { test: null } });
    expect(await api.rounds.curve({ projectId })).toEqual([]);
  });

  it('takes over the surrogate that was trained by hand on the same labels', async () => {
    const { projectId, featureSetId, roundId, api } = await startRound();
    const byHand = await api.surrogates.train({ projectId, featureSetId });
    await api.rounds.retrain({ projectId, roundId });
    await test.runJobs();
    const surrogates = await api.surrogates.list({ projectId });
    expect(surrogates.map(({ id }) => id)).toEqual([byHand.surrogateId]);
    const [round] = await api.rounds.list({ projectId });
    expect(round?.metrics).toEqual(surrogates[0]?.metrics);
  });

  it('whose retraining failed says why and can be retrained', async () => {
    const { projectId, featureSetId, roundId, api } = await startRound();
    const { db } = test.container;
    const where = { id: featureSetId };
    const { matrixBlob } = await db.featureSet.findUniqueOrThrow({ where });
    await db.featureSet.update({ where, data: { matrixBlob: 'projects/lost' } });
    await api.rounds.retrain({ projectId, roundId });
    await test.runJobs();
    const [failed] = await api.rounds.list({ projectId });
    expect(failed).toMatchObject({ step: 'failed', state: 'failed' });
    expect(failed?.error?.message).toMatch(/projects\/lost/);
    await db.featureSet.update({ where, data: { matrixBlob } });
    await api.rounds.retrain({ projectId, roundId });
    await test.runJobs();
    expect((await api.rounds.list({ projectId }))[0]).toMatchObject({ step: 'measured', error: null });
  });

  it('whose retraining was cancelled is ready again', async () => {
    const { projectId, roundId, api } = await startRound();
    const { jobId } = await api.rounds.retrain({ projectId, roundId });
    await api.jobs.cancel({ projectId, jobId });
    await test.runJobs();
    expect((await api.rounds.list({ projectId }))[0]).toMatchObject({ step: 'ready', state: 'cancelled' });
    await api.rounds.retrain({ projectId, roundId });
    await test.runJobs();
    expect((await api.rounds.list({ projectId }))[0]?.step).toBe('measured');
  });

  it('needs a feature set', async () => {
    const { projectId, featureSetId } = await createFashionProject(test, owner, {
      seed: 5,
      pool: 10,
      test: 0,
    });
    await test.container.db.featureSet.delete({ where: { id: featureSetId } });
    const { selections } = test.caller(owner);
    const made = await selections.create({ projectId, scoreSetId: null, scheme: 'random', budget: 5 });
    await expect(selections.sendToLabeling({ projectId, ...made })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'A round needs a feature set to train its model on.',
    });
  });

  it('is retrained by a lead, in its own project', async () => {
    const { projectId, roundId } = await startRound();
    const annotator = await test.createUser('Ann');
    await test.container.db.membership.create({
      data: { projectId, userId: annotator.id, role: 'annotator' },
    });
    await expect(test.caller(annotator).rounds.retrain({ projectId, roundId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const other = await startRound();
    await expect(
      test.caller(owner).rounds.retrain({ projectId: other.projectId, roundId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
