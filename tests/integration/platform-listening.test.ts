import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as postModel } from '@/app/api/ml/[projectId]/[[...call]]/route';
import { POST as postHook } from '@/app/api/hooks/[connectionId]/route';
import { webProcess } from '@/server/api/web-process';
import { pollPlatforms } from '@/server/platforms/listening/poll.service';
import type { StandInTask } from '../support/label-studio-stand-in';
import { LabelStudioStandIn } from '../support/label-studio-stand-in';
import type { PlatformProject } from '../support/platform-project';
import { fillWithMails, jobDone, pulledProject } from '../support/platform-project';
import { startWorkerProcess } from '../support/worker-process';
import { serveRoutes } from '../support/serve-routes';
import { createTestContainer } from '../support/test-container';
import { useAsWebProcess } from '../support/web-process';

const world = await createTestContainer();
useAsWebProcess(world);
const owner = await world.createUser();
const { db } = world.container;
let stand: LabelStudioStandIn;
let server: Awaited<ReturnType<typeof serveRoutes>>;

beforeAll(async () => {
  server = await serveRoutes((request) => {
    const [, , , connectionId = ''] = new URL(request.url).pathname.split('/');
    return postHook(request, { params: Promise.resolve({ connectionId }) });
  });
});
afterAll(async () => {
  await server.stop();
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});
beforeEach(async () => {
  stand = await new LabelStudioStandIn().start();
});
afterEach(async () => {
  await stand.stop();
  // polling would ask every test's platform, and wait for those that are gone
  await db.platformConnection.deleteMany();
});

/** A project of 12 mails whose last four, a batch, were pushed; and their tasks. */
async function listeningProject() {
  fillWithMails(stand, 12, 8);
  const made = await pulledProject(world, owner, stand);
  const { projectId, api } = made;
  const { batchId } = await api.annotations.createSeedBatch({ projectId, count: 4, seed: 1 });
  return pushed(made, batchId);
}

/** The same, the batch a round's. */
async function projectWithRound() {
  fillWithMails(stand, 12, 8);
  const made = await pulledProject(world, owner, stand);
  const { projectId, api } = made;
  const configuration = { dimensions: '512' };
  const { featureSetId } = await api.features.start({ projectId, extractor: 'tfidf', configuration });
  await world.runJobs();
  const { surrogateId } = await api.surrogates.train({ projectId, featureSetId, ridge: 0.01 });
  await world.runJobs();
  const request = { projectId, scoreSetId: null, surrogateId, featureSetId, scheme: 'random', budget: 4 };
  const { selectionId } = await api.selections.create(request);
  const { batchId } = await api.selections.sendToLabeling({ projectId, selectionId });
  return pushed(made, batchId);
}

async function pushed({ projectId, api }: PlatformProject, batchId: string) {
  await api.platforms.push({ projectId, batchId });
  await world.runJobs();
  await api.platforms.listen({ projectId });
  const tasks = [...stand.tasks.values()].filter(({ predictions }) => predictions.length > 0);
  expect(tasks).toHaveLength(4);
  const [hook] = stand.hooks.values();
  return { projectId, api, batchId, tasks, secret: hook?.headers['X-Winnow-Secret'] ?? '' };
}
type Made = Awaited<ReturnType<typeof listeningProject>>;

const connectionOf = (projectId: string) => db.platformConnection.findUniqueOrThrow({ where: { projectId } });

async function send({ projectId, secret }: Pick<Made, 'projectId' | 'secret'>, body: unknown) {
  const { id } = await connectionOf(projectId);
  const response = await fetch(`${server.url}/api/hooks/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-winnow-secret': secret },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

const eventOf = (action: string, task: StandInTask) => ({
  action,
  annotation: task.annotations.at(-1),
  task: { id: task.id, data: task.data },
  project: { id: 1 },
});

/** Answers that count, of the pushed batch's tasks. */
async function answersOf({ projectId, batchId }: Made) {
  const answers = await db.annotation.findMany({
    where: { projectId, batchId, undoneAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { userId: true, label: true, seconds: true },
  });
  return answers;
}

const batchOf = ({ projectId, batchId, api }: Made) => api.annotations.batch({ projectId, batchId });
const syncJobs = (projectId: string) => db.job.findMany({ where: { projectId, kind: 'sync-platform' } });

describe('listening', () => {
  it('is turned on with a secret that Label Studio alone knows, and off again', async () => {
    const { projectId, api, secret } = await listeningProject();
    const [hook] = stand.hooks.values();
    const { id } = await connectionOf(projectId);
    expect(hook).toMatchObject({ url: expect.stringMatching(new RegExp(`/api/hooks/${id}$`)) as string });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(await connectionOf(projectId))).not.toContain(secret);
    const view = await api.platforms.listening({ projectId });
    expect(view).toMatchObject({ listens: true, byHand: false, heardAt: null, error: null });
    expect(JSON.stringify(view)).not.toContain(secret);

    expect(await api.platforms.listen({ projectId })).toBeNull();
    expect(stand.hooks.size).toBe(1);
    expect((await send({ projectId, secret }, {})).status).toBe(401);
    await api.platforms.stopListening({ projectId });
    expect(stand.hooks.size).toBe(0);
    expect(await api.platforms.listening({ projectId })).toMatchObject({ listens: false });
  });

  it('is done by hand where the platform does not take the address', async () => {
    const { projectId, api } = await listeningProject();
    stand.fault = (method, path) =>
      method === 'POST' && path.includes('webhooks')
        ? { status: 403, body: { detail: 'URL resolves to a reserved network address (block: 127.0.0.0/8)' } }
        : null;
    const manual = await api.platforms.listen({ projectId });
    expect(manual).toMatchObject({ header: 'X-Winnow-Secret' });
    expect(manual?.reason).toMatch(
      /no address of its own machine or network.* SSRF_PROTECTION_ENABLED=false/,
    );
    expect(await api.platforms.listening({ projectId })).toMatchObject({ listens: true, byHand: true });
    const secret = manual?.secret ?? '';
    expect((await send({ projectId, secret }, { action: 'PROJECT_UPDATED' })).body).toEqual({ heard: false });
  });

  it('tells nobody without the secret whether there is anything', async () => {
    const { projectId, tasks } = await listeningProject();
    const event = eventOf('ANNOTATION_CREATED', tasks[0] as StandInTask);
    const refused = { status: 401, body: { error: 'Unauthorized' } };
    expect(await send({ projectId, secret: 'wrong' }, event)).toEqual(refused);
    expect(await send({ projectId, secret: '' }, event)).toEqual(refused);
    const nowhere = await fetch(`${server.url}/api/hooks/no-such-connection`, { method: 'POST', body: '{}' });
    expect({ status: nowhere.status, body: (await nowhere.json()) as unknown }).toEqual(refused);
    expect(await syncJobs(projectId)).toEqual([]);
    expect((await connectionOf(projectId)).heardAt).toBeNull();
  });
});

describe('answers given on the platform', () => {
  it('are taken over with annotator and time as they are made, changed and deleted', async () => {
    const made = await listeningProject();
    const task = made.tasks[0] as StandInTask;
    stand.annotate(task, 'spam', { completed_by: { id: 3 }, lead_time: 4.5 });
    expect(await send(made, eventOf('ANNOTATION_CREATED', task))).toEqual({
      status: 202,
      body: { heard: true },
    });
    await world.runJobs();
    expect(await answersOf(made)).toEqual([{ userId: 'label-studio:3', label: 1, seconds: 4.5 }]);
    expect(await batchOf(made)).toMatchObject({ labeled: 1, open: 3 });

    Object.assign(task.annotations.at(-1) as object, {
      result: [{ from_name: 'label', to_name: 'text', type: 'choices', value: { choices: ['ham'] } }],
    });
    await send(made, eventOf('ANNOTATION_UPDATED', task));
    await world.runJobs();
    expect(await answersOf(made)).toEqual([{ userId: 'label-studio:3', label: 0, seconds: 4.5 }]);

    const { id } = task.annotations.pop() as { id: number };
    await send(made, { action: 'ANNOTATIONS_DELETED', annotations: [{ id }], project: { id: 1 } });
    await world.runJobs();
    expect(await answersOf(made)).toEqual([]);
    expect(await batchOf(made)).toMatchObject({ labeled: 0, open: 4 });
    // What was labeled before the push has stayed.
    expect(await db.annotation.count({ where: { projectId: made.projectId, undoneAt: null } })).toBe(8);
    expect((await syncJobs(made.projectId)).length).toBeLessThanOrEqual(1);
    expect(await made.api.platforms.listening({ projectId: made.projectId })).toMatchObject({
      heardAt: expect.any(Date) as Date,
      askedAt: expect.any(Date) as Date,
    });
  });

  it('are the same however often and in which order events come', async () => {
    const made = await listeningProject();
    for (const task of made.tasks) stand.annotate(task, 'spam');
    const events = made.tasks.map((task) => eventOf('ANNOTATION_CREATED', task));
    const [first] = made.tasks as [StandInTask];
    // Made and deleted again: the event about the deletion overtakes the one about the making.
    const { id } = first.annotations.pop() as { id: number };
    await send(made, { action: 'ANNOTATIONS_DELETED', annotations: [{ id }] });
    await Promise.all([...events, ...events].reverse().map((event) => send(made, event)));
    expect(await syncJobs(made.projectId)).toHaveLength(1);
    await world.runJobs();
    await Promise.all(events.map((event) => send(made, event)));
    await world.runJobs();
    expect((await answersOf(made)).map(({ label }) => label)).toEqual([1, 1, 1]);
    expect(await db.annotation.count({ where: { batchId: made.batchId } })).toBe(3);
    expect(await db.platformEvent.count()).toBe(0);
  });

  it('are found by asking where events were lost', async () => {
    const made = await listeningProject();
    for (const task of made.tasks.slice(1)) stand.annotate(task, 'ham');
    await pollPlatforms(world.container, new Date());
    await world.runJobs();
    expect(await batchOf(made)).toMatchObject({ labeled: 3, open: 1 });
    const asked = stand.requests.length;
    const { askedAt } = await connectionOf(made.projectId);
    await pollPlatforms(world.container, new Date((askedAt?.getTime() ?? 0) + 9 * 60_000));
    await world.runJobs();
    expect(stand.requests.length).toBe(asked);
    await pollPlatforms(world.container, new Date((askedAt?.getTime() ?? 0) + 11 * 60_000));
    await world.runJobs();
    expect(stand.requests.length).toBeGreaterThan(asked);
  });

  it('come once the platform is there again, and until then the page says what is wrong', async () => {
    const made = await listeningProject();
    const { projectId, api } = made;
    const task = made.tasks[0] as StandInTask;
    stand.annotate(task, 'spam');
    stand.accept = () => false;
    await send(made, eventOf('ANNOTATION_CREATED', task));
    await world.runJobs();
    expect((await api.platforms.listening({ projectId }))?.error?.message).toMatch(
      /does not accept this token/,
    );
    stand.accept = () => true;
    await api.platforms.sync({ projectId });
    await world.runJobs();
    expect(await batchOf(made)).toMatchObject({ labeled: 1 });
    expect(await api.platforms.listening({ projectId })).toMatchObject({ error: null });
    expect(await db.platformEvent.count()).toBe(0);
  });

  it('survive that the worker is killed while it asks', async () => {
    const made = await listeningProject();
    for (const task of made.tasks) stand.annotate(task, 'spam');
    const worker = startWorkerProcess(world);
    const hanging = new Promise<void>((resolve) => {
      stand.fault = (_method, path) => {
        if (!path.startsWith('/api/tasks/')) return null;
        resolve();
        return 'hang';
      };
    });
    for (const task of made.tasks) await send(made, eventOf('ANNOTATION_CREATED', task));
    await hanging;
    worker.kill('SIGKILL');
    stand.fault = () => null;
    const next = startWorkerProcess(world);
    const [job] = await syncJobs(made.projectId);
    await jobDone(made, job?.id ?? '');
    next.kill('SIGTERM');
    expect(await batchOf(made)).toMatchObject({ labeled: 4, open: 0 });
    expect(await db.annotation.count({ where: { batchId: made.batchId } })).toBe(4);
  }, 180_000);
});

describe('the next round', () => {
  const roundOf = async ({ projectId, api }: PlatformProject) => (await api.rounds.list({ projectId }))[0];

  it('begins by itself when the batch is complete, and only where the owner wants that', async () => {
    const made = await projectWithRound();
    const { projectId, api } = made;
    for (const task of made.tasks) stand.annotate(task, 'spam');
    await send(made, eventOf('ANNOTATION_CREATED', made.tasks[0] as StandInTask));
    await pollPlatforms(world.container, new Date());
    await world.runJobs();
    await api.platforms.sync({ projectId });
    await world.runJobs();
    expect(await roundOf(made)).toMatchObject({ step: 'ready' });
    await api.platforms.setRetrainAlone({ projectId, retrainAlone: true });
    await api.platforms.sync({ projectId });
    await world.runJobs();
    expect(await roundOf(made)).toMatchObject({ step: 'measured', labelCount: 12 });
    await api.platforms.sync({ projectId });
    await world.runJobs();
    expect(await db.job.count({ where: { projectId, kind: 'retrain' } })).toBe(1);
  });

  it('does not begin before the batch is complete, but when somebody there asks for training', async () => {
    const made = await projectWithRound();
    const { projectId, api } = made;
    await api.platforms.setRetrainAlone({ projectId, retrainAlone: true });
    stand.annotate(made.tasks[0] as StandInTask, 'spam');
    await send(made, eventOf('ANNOTATION_CREATED', made.tasks[0] as StandInTask));
    await world.runJobs();
    expect(await roundOf(made)).toMatchObject({ step: 'labeling' });

    const { password } = await api.platforms.createModelPassword({ projectId });
    const response = await postModel(
      new Request(`http://winnow.test/api/ml/${projectId}/webhook`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`winnow:${password}`).toString('base64')}` },
        body: JSON.stringify({ action: 'START_TRAINING', project: { id: 1 } }),
      }),
      { params: Promise.resolve({ projectId, call: ['webhook'] }) },
    );
    expect({ status: response.status, body: (await response.json()) as unknown }).toEqual({
      status: 201,
      body: { result: {}, status: 'ok' },
    });
    await world.runJobs();
    expect(await roundOf(made)).toMatchObject({ step: 'measured', labelCount: 9 });
  });
});
