import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { encodeGrayPng } from '@/server/images/encode-gray-png';
import { LabelStudioStandIn, STAND_IN_TOKEN } from '../support/label-studio-stand-in';
import type { PlatformProject } from '../support/platform-project';
import { connectedProject, jobDone, mappedProject } from '../support/platform-project';
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

const connected = (classes: string[] = []) => connectedProject(world, owner, stand, classes);
const mapped = (classByChoice?: Record<string, string | null>) =>
  mappedProject(world, owner, stand, classByChoice);

async function pull({ projectId, api }: PlatformProject, groundTruth: 'test' | 'seed' = 'test') {
  const { jobId } = await api.platforms.pull({ projectId, groundTruth });
  await world.runJobs();
  return api.jobs.get({ projectId, jobId });
}

const examplesOf = (projectId: string) =>
  world.container.db.example.findMany({
    where: { projectId },
    orderBy: { row: 'asc' },
    select: { excerpt: true, split: true, fileLabel: true },
  });
const answersOf = (projectId: string) =>
  world.container.db.annotation.findMany({
    where: { projectId, undoneAt: null },
    orderBy: { row: 'asc' },
    select: { row: true, userId: true, label: true, seconds: true },
  });

function fill(count: number): void {
  for (let index = 0; index < count; index++) stand.addTask({ text: `mail ${index}` });
}

describe('classes', () => {
  it('are proposed by name, shown with what does not fit, and written only when confirmed', async () => {
    const { projectId, api } = await connected(['Spam', 'newsletter']);
    expect(await api.platforms.classes({ projectId })).toEqual({
      confirmed: false,
      classes: ['Spam', 'newsletter'],
      unmatched: ['newsletter'],
      matches: [
        { choice: 'ham', title: 'ham', className: 'ham', isNew: true },
        { choice: 'spam', title: 'spam', className: 'Spam', isNew: false },
      ],
    });
    await expect(api.platforms.pull({ projectId, groundTruth: 'test' })).rejects.toThrow(
      /which choice is which class/,
    );
    expect((await api.projects.get({ projectId })).classes).toEqual(['Spam', 'newsletter']);
    await api.platforms.saveClasses({ projectId, classByChoice: { ham: 'newsletter', spam: 'Spam' } });
    expect(await api.platforms.classes({ projectId })).toMatchObject({ confirmed: true, unmatched: [] });
  });

  it('must be confirmed again where a choice was added there', async () => {
    const { projectId, api } = await mapped();
    stand.parsed = { label: { ...(stand.parsed.label as object), labels: ['ham', 'spam', 'scam'] } };
    await expect(api.platforms.pull({ projectId, groundTruth: 'test' })).rejects.toThrow(/“scam”/);
  });
});

describe('a pull', () => {
  it('makes tasks examples: labeled ones seed, ground truth test, cancelled ones pool', async () => {
    const [plain, labeled, truth, cancelled] = ['a', 'b', 'c', 'd'].map((text) => stand.addTask({ text }));
    if (!plain || !labeled || !truth || !cancelled) throw new Error('No tasks.');
    stand.addTask({ other: 1 });
    stand.annotate(labeled, 'spam', { completed_by: { id: 3 }, lead_time: 4.5 });
    stand.annotate(truth, 'ham', { ground_truth: true });
    stand.annotate(cancelled, 'ham', { was_cancelled: true });
    const made = await mapped();
    expect(await pull(made)).toMatchObject({ state: 'done' });
    expect(await examplesOf(made.projectId)).toEqual([
      { excerpt: 'a', split: 'pool', fileLabel: null },
      { excerpt: 'b', split: 'seed', fileLabel: null },
      { excerpt: 'c', split: 'test', fileLabel: 0 },
      { excerpt: 'd', split: 'pool', fileLabel: null },
    ]);
    expect(await answersOf(made.projectId)).toEqual([
      { row: 1, userId: 'label-studio:3', label: 1, seconds: 4.5 },
    ]);
    const [batch] = await made.api.annotations.batches({ projectId: made.projectId });
    expect(batch).toMatchObject({ kind: 'seed', size: 1, labeled: 1, medianSeconds: 4.5 });
    const [ingest] = await made.api.datasets.list({ projectId: made.projectId });
    expect(ingest).toMatchObject({ format: 'platform', acceptedCount: 4, rejectedCount: 1 });
  });

  it('knows how long an answer took only where the platform does', async () => {
    const [measured, unmeasured, broken] = ['a', 'b', 'c'].map((text) => stand.addTask({ text }));
    if (!measured || !unmeasured || !broken) throw new Error('No tasks.');
    stand.annotate(measured, 'spam', { lead_time: 4.5 });
    stand.annotate(unmeasured, 'spam', { lead_time: null });
    stand.annotate(broken, 'spam', { lead_time: -3600 });
    const made = await mapped();
    await pull(made);
    expect((await answersOf(made.projectId)).map(({ seconds }) => seconds)).toEqual([4.5, null, null]);
    const [batch] = await made.api.annotations.batches({ projectId: made.projectId });
    expect(batch).toMatchObject({ labeled: 3, medianSeconds: 4.5 });
  });

  it('done again doubles nothing, and brings what changed there', async () => {
    fill(3);
    const made = await mapped();
    await pull(made);
    await pull(made);
    expect(await examplesOf(made.projectId)).toHaveLength(3);
    const [first, second] = stand.tasks.values();
    if (!first || !second) throw new Error('No tasks.');
    stand.annotate(first, 'ham');
    stand.annotate(second, 'ham');
    stand.addTask({ text: 'one more' });
    await pull(made);
    await pull(made);
    expect(await examplesOf(made.projectId)).toHaveLength(4);
    expect((await answersOf(made.projectId)).map(({ row, label }) => [row, label])).toEqual([
      [0, 0],
      [1, 0],
    ]);
    const [annotation] = first.annotations;
    if (!annotation) throw new Error('No annotation.');
    annotation.result = [{ from_name: 'label', type: 'choices', value: { choices: ['spam'] } }];
    second.annotations = [];
    stand.annotate(second, 'spam');
    await pull(made);
    expect((await answersOf(made.projectId)).map(({ row, label }) => [row, label])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    const batches = await made.api.annotations.batches({ projectId: made.projectId });
    expect(batches).toMatchObject([{ size: 2, labeled: 2, open: 0 }]);
  });

  it('knows the same text again, and leaves choices out that are no class', async () => {
    const twin = stand.addTask({ text: 'same' });
    const other = stand.addTask({ text: 'same' });
    stand.annotate(twin, 'ham');
    stand.annotate(other, 'spam');
    const made = await mapped({ ham: 'ham', spam: null });
    await pull(made);
    expect(await examplesOf(made.projectId)).toHaveLength(1);
    expect(await answersOf(made.projectId)).toMatchObject([{ row: 0, label: 0 }]);
    expect(await made.api.platforms.get({ projectId: made.projectId })).toMatchObject({ linkedTasks: 2 });
  });

  it('that is refused half way says so and leaves nothing', async () => {
    fill(250);
    const made = await mapped();
    let pages = 0;
    stand.fault = (_method, path) => (path.startsWith('/api/tasks') && ++pages > 1 ? { status: 401 } : null);
    const job = await pull(made);
    expect(job).toMatchObject({ state: 'failed' });
    expect(job.error?.message).toMatch(/does not accept this token/);
    expect(await examplesOf(made.projectId)).toEqual([]);
    expect(await made.api.platforms.get({ projectId: made.projectId })).toMatchObject({ linkedTasks: 0 });
    stand.fault = () => null;
    expect(await pull(made)).toMatchObject({ state: 'done' });
    expect(await examplesOf(made.projectId)).toHaveLength(250);
  });
});

describe('what tasks hold', () => {
  it('comes from wherever it lies, and only Label Studio itself is shown the token', async () => {
    const elsewhere = await new LabelStudioStandIn().start();
    elsewhere.accept = () => true;
    const [own, foreign] = await Promise.all(
      [1, 2].map((value) => encodeGrayPng(Buffer.alloc(64, value), 8, 8)),
    );
    if (!own || !foreign) throw new Error('No pictures.');
    stand.files.set('/data/upload/1/own.png', own);
    elsewhere.files.set('/pictures/foreign.png', foreign);
    stand.addTask({ text: '/data/upload/1/own.png' });
    stand.addTask({ text: `${elsewhere.url}/pictures/foreign.png` });
    stand.addTask({ text: '/data/upload/1/gone.png' });
    stand.addTask({ text: `data:image/png;base64,${own.toString('base64')}` });
    // The owner trusts the address of Label Studio; whoever writes tasks may name others of the own network.
    stand.addTask({ text: `${elsewhere.url.replace('127.0.0.1', 'localhost')}/pictures/foreign.png` });
    const made = await projectOf('Image');
    expect(await pull(made)).toMatchObject({ state: 'done' });
    await elsewhere.stop();
    const { projectId } = made;
    const [ingest] = await made.api.datasets.list({ projectId });
    expect(ingest).toMatchObject({ acceptedCount: 2, duplicateCount: 1, rejectedCount: 2 });
    const rejects = await made.api.datasets.rejects({
      projectId,
      ingestId: ingest?.id ?? '',
      kind: 'rejected',
    });
    expect(rejects.items.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/has no \/data\/upload\/1\/gone\.png\.$/),
      expect.stringMatching(/localhost/),
    ]);
    expect(elsewhere.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
    const asked = stand.requests.find(({ path }) => path.endsWith('own.png'));
    expect(asked?.authorization).toBe(`Token ${STAND_IN_TOKEN}`);
  });

  it('can be feature rows', async () => {
    stand.addTask({ text: [1, 2.5, -3] });
    stand.addTask({ text: [4, 5, 6] });
    stand.addTask({ text: [7, 8] });
    stand.addTask({ text: 'none' });
    const made = await projectOf('List');
    expect(await pull(made)).toMatchObject({ state: 'done' });
    const [ingest] = await made.api.datasets.list(made);
    expect(ingest).toMatchObject({ acceptedCount: 2, rejectedCount: 2 });
  });

  async function projectOf(type: string): Promise<PlatformProject> {
    stand.parsed = { label: { ...(stand.parsed.label as object), inputs: [{ type, value: 'text' }] } };
    const made = await connectedProject(world, owner, stand);
    await made.api.platforms.saveClasses({
      projectId: made.projectId,
      classByChoice: { ham: 'ham', spam: 'spam' },
    });
    return made;
  }
});

it('a pull whose worker is killed -9 goes on where it was and doubles nothing', async () => {
  fill(1000);
  const made = await mapped();
  const { jobId } = await made.api.platforms.pull({ projectId: made.projectId, groundTruth: 'test' });
  let answered = 0;
  let worker = startWorkerProcess(world);
  stand.fault = (_method, path) => {
    // The worker dies with a page under way.
    if (path.startsWith('/api/tasks') && ++answered === 4) {
      worker.kill('SIGKILL');
      return 'hang';
    }
    return null;
  };
  await once(worker, 'exit');
  const rows = await world.container.db.example.count({ where: { projectId: made.projectId } });
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(1000);
  const before = stand.requests.length;
  worker = startWorkerProcess(world);
  await jobDone(made, jobId);
  worker.kill('SIGKILL');
  const examples = await examplesOf(made.projectId);
  expect(new Set(examples.map(({ excerpt }) => excerpt)).size).toBe(1000);
  expect(examples).toHaveLength(1000);
  const asked = stand.requests.slice(before).map(({ path }) => decodeURIComponent(path));
  expect(asked.some((path) => path.includes(`"value":${rows},`) || path.includes(`"value":${rows}}`))).toBe(
    true,
  );
});
