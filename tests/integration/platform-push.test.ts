import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { ingestBytes } from '../support/ingest';
import { LabelStudioStandIn } from '../support/label-studio-stand-in';
import type { PlatformProject } from '../support/platform-project';
import { jobDone, mappedProject } from '../support/platform-project';
import { startWorkerProcess } from '../support/worker-process';
import type { TestContainer } from '../support/test-container';
import { createTestContainer } from '../support/test-container';

let world: TestContainer;
let owner: SessionUser;
let stand: LabelStudioStandIn;

beforeAll(async () => {
  world = await createTestContainer();
  owner = await world.createUser();
});
afterAll(() => world.close());
beforeEach(async () => {
  stand = await new LabelStudioStandIn().start();
});
afterEach(() => stand.stop());

/** A connected project with `count` texts that are no tasks yet, and `tasks` that are. */
async function projectOf(count: number, tasks = 0): Promise<PlatformProject> {
  const made = await mappedProject(world, owner, stand);
  const { projectId, api } = made;
  for (let index = 0; index < tasks; index++) stand.addTask({ text: `task ${index}` });
  if (tasks > 0) {
    await api.platforms.pull({ projectId, groundTruth: 'test' });
    await world.runJobs();
  }
  if (count > 0) {
    const lines = Array.from({ length: count }, (_, index) => JSON.stringify({ text: `own ${index}` }));
    const target = { projectId, user: owner };
    await ingestBytes(world, target, 'own.jsonl', Buffer.from(lines.join('\n')), { format: 'jsonl' });
  }
  return made;
}

async function batchOf({ projectId, api }: PlatformProject, count: number): Promise<string> {
  return (await api.annotations.createSeedBatch({ projectId, count, seed: 1 })).batchId;
}

async function push({ projectId, api }: PlatformProject, batchId: string) {
  const { pushId, jobId } = await api.platforms.push({ projectId, batchId });
  await world.runJobs();
  return { pushId, job: await api.jobs.get({ projectId, jobId }) };
}

async function undo({ projectId, api }: PlatformProject, pushId: string) {
  const { jobId } = await api.platforms.undoPush({ projectId, pushId });
  await world.runJobs();
  return api.jobs.get({ projectId, jobId });
}

/** The texts of the tasks that this version predicts, the one that is labeled first first. */
function listed(version: string): unknown[] {
  const scored = [...stand.tasks.values()].flatMap(({ data, predictions }) =>
    predictions
      .filter(({ model_version: of }) => of === version)
      .map(({ score }) => ({ score, text: data.text })),
  );
  return scored.sort((one, other) => one.score - other.score).map(({ text }) => text);
}

async function textsOf({ projectId, api }: PlatformProject, batchId: string): Promise<unknown[]> {
  const items = await api.annotations.items({ projectId, batchId, from: 0, limit: 200 });
  return items.map(({ example }) => example.text?.excerpt);
}

describe('a push', () => {
  it('orders the tasks as the batch is, makes those that are missing, and undo takes exactly that back', async () => {
    const made = await projectOf(3, 5);
    const batchId = await batchOf(made, 8);
    stand.modelVersion = 'somebody-else';
    const first = [...stand.tasks.values()][0];
    first?.predictions.push({ model_version: 'somebody-else', score: 0.5, result: [] });
    const before = structuredClone([...stand.tasks]);
    const { pushId, job } = await push(made, batchId);
    expect(job).toMatchObject({ state: 'done', error: null });
    const [view] = await made.api.platforms.pushes(made);
    expect(view).toMatchObject({ state: 'done', pushedCount: 8, importedCount: 3, undoneAt: null });
    const version = view?.modelVersion ?? '';
    expect(listed(version)).toEqual(await textsOf(made, batchId));
    expect(stand.modelVersion).toBe(version);
    expect([...stand.views.values()]).toMatchObject([{ title: 'Label next (Winnow)' }]);
    const scores = [...stand.tasks.values()].flatMap(({ predictions }) =>
      predictions.map(({ score }) => score),
    );
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);

    await expect(made.api.platforms.push({ projectId: made.projectId, batchId })).rejects.toThrow(/already/);
    expect(await undo(made, pushId)).toMatchObject({ state: 'done' });
    expect([...stand.tasks]).toEqual(before);
    expect(stand.modelVersion).toBe('somebody-else');
    expect(stand.views.size).toBe(0);
    await push(made, batchId);
    expect(stand.tasks.size).toBe(8);
  });

  it('has a new version each time; undo of an older one leaves the newer alone', async () => {
    const made = await projectOf(0, 6);
    const [one, two] = [await batchOf(made, 3), await batchOf(made, 3)];
    const first = await push(made, one);
    const [view] = stand.views.values();
    if (!view) throw new Error('No list.');
    const columns = { explore: ['tasks:id'], labeling: [] };
    Object.assign(view, { hiddenColumns: columns });
    const second = await push(made, two);
    // What somebody set in the list stays.
    expect([...stand.views.values()]).toMatchObject([{ hiddenColumns: columns }]);
    const [newer, older] = await made.api.platforms.pushes(made);
    expect(newer?.modelVersion).not.toBe(older?.modelVersion);
    await undo(made, first.pushId);
    expect(stand.modelVersion).toBe(newer?.modelVersion);
    expect(listed(newer?.modelVersion ?? '')).toHaveLength(3);
    expect(listed(older?.modelVersion ?? '')).toEqual([]);
    expect(stand.views.size).toBe(1);
    await undo(made, second.pushId);
    expect(stand.modelVersion).toBeNull();
    expect(stand.views.size).toBe(0);
  });

  it('undone keeps tasks that somebody has answered', async () => {
    const made = await projectOf(3);
    const { pushId } = await push(made, await batchOf(made, 3));
    const [answered] = stand.tasks.values();
    if (!answered) throw new Error('No task.');
    stand.annotate(answered, 'ham');
    await undo(made, pushId);
    expect([...stand.tasks.keys()]).toEqual([answered.id]);
    expect((await made.api.platforms.pushes(made))[0]).toMatchObject({ importedCount: 1 });
  });

  it('brings answers into its batch, and a skip closes its item', async () => {
    const made = await projectOf(0, 3);
    const batchId = await batchOf(made, 3);
    await push(made, batchId);
    const [one, two] = stand.tasks.values();
    if (!one || !two) throw new Error('No tasks.');
    stand.annotate(one, 'spam');
    stand.annotate(two, 'ham', { was_cancelled: true });
    await made.api.platforms.pull({ projectId: made.projectId, groundTruth: 'test' });
    await world.runJobs();
    const batches = await made.api.annotations.batches({ projectId: made.projectId });
    expect(batches).toMatchObject([{ id: batchId, labeled: 1, skipped: 1, open: 1 }]);
  });

  it('that fails half way says so; pushed again it goes on', async () => {
    const made = await projectOf(250);
    const batchId = await batchOf(made, 250);
    let imports = 0;
    stand.fault = (method, path) =>
      method === 'POST' && path.includes('/import?') && ++imports === 2 ? { status: 401 } : null;
    const { job } = await push(made, batchId);
    expect(job.error?.message).toMatch(/does not accept this token/);
    expect((await made.api.platforms.pushes(made))[0]).toMatchObject({ state: 'failed' });
    expect(stand.tasks.size).toBe(100);
    stand.fault = () => null;
    expect((await push(made, batchId)).job).toMatchObject({ state: 'done' });
    expect(stand.tasks.size).toBe(250);
    expect(await made.api.platforms.pushes(made)).toHaveLength(1);
  });

  it('knows the tasks that were made by a request whose answer was lost', async () => {
    const made = await projectOf(250);
    const batchId = await batchOf(made, 250);
    let lost = 0;
    stand.fault = (method, path) =>
      method === 'POST' && path.includes('import') && ++lost % 2 === 1 && lost < 6 ? 'lose-answer' : null;
    await made.api.platforms.push({ projectId: made.projectId, batchId });
    // Each attempt fails with a lost answer and is made again by itself.
    for (let attempt = 0; attempt < 4; attempt++) {
      await world.runJobs();
      if ((await made.api.platforms.pushes(made))[0]?.state === 'done') break;
      if ((await made.api.platforms.pushes(made))[0]?.state === 'failed') {
        await made.api.platforms.push({ projectId: made.projectId, batchId });
      }
    }
    const [view] = await made.api.platforms.pushes(made);
    expect(view).toMatchObject({ state: 'done', pushedCount: 250, importedCount: 250 });
    expect(new Set(listed(view?.modelVersion ?? '')).size).toBe(250);
    expect(stand.tasks.size).toBe(250);
  });
});

it.each(['/import?', '/import/predictions'])(
  'a push whose worker is killed -9 in the middle of %s goes on and doubles nothing',
  async (call) => {
    const made = await projectOf(1100);
    const batchId = await batchOf(made, 1100);
    const { jobId } = await made.api.platforms.push({ projectId: made.projectId, batchId });
    const killed = startWorkerProcess(world);
    let calls = 0;
    stand.fault = (method, path) => {
      if (method !== 'POST' || !path.includes(call) || ++calls !== 2) return null;
      killed.kill('SIGKILL');
      return 'lose-answer';
    };
    await once(killed, 'exit');
    const next = startWorkerProcess(world);
    await jobDone(made, jobId);
    next.kill('SIGKILL');
    const [view] = await made.api.platforms.pushes(made);
    expect(view).toMatchObject({ state: 'done', pushedCount: 1100, importedCount: 1100 });
    const order = listed(view?.modelVersion ?? '');
    expect(order).toHaveLength(1100);
    expect(new Set(order).size).toBe(1100);
    expect(order.slice(0, 200)).toEqual(await textsOf(made, batchId));
    expect(stand.tasks.size).toBe(1100);
  },
);
