import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { laneOf } from '@/server/jobs/lane-of';
import { trainSurrogateJob } from '@/server/surrogates/train-surrogate.job';
import { countHandler, countJob } from '../support/count-job';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let world: TestContainer;
let operator: SessionUser;
let projectId: string;

beforeAll(async () => {
  world = await createTestContainer({ handlers: [countHandler] });
  const user = await world.createUser('Operator');
  operator = { ...user, email: world.container.env.ownerEmail };
  projectId = (await world.createProject(user, { name: 'Birds' })).id;
});
afterAll(() => world.close());

const view = () => world.caller(operator).fleet.view();

it('shows nothing where nothing is, and only to whoever runs this Winnow', async () => {
  const empty = await view();
  expect(empty).toMatchObject({ workers: [], jobs: [], hour: { jobs: 0, parts: 0, failed: 0, retried: 0 } });
  expect(empty.lanes).toEqual(
    ['light', 'heavy', 'long', 'gpu'].map((lane) => ({ lane, waiting: 0, running: 0 })),
  );
  const someone = await world.createUser('Someone');
  await expect(world.caller(someone).fleet.view()).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('tells of a worker what it has and does, of a job where it runs, and what waits in each lane', async () => {
  const { container } = world;
  const runner = new JobRunner(container, [countHandler]);
  await runner.start(world.databaseUrl);
  const jobId = await container.jobs.enqueue(countJob, { projectId, payload: { upTo: 1000 } });
  const state = async () =>
    (await world.caller(operator).fleet.view()).jobs.find(({ id }) => id === jobId)?.state;
  while ((await state()) !== 'running') await sleep(20);
  await container.db.job.create({
    data: { projectId, kind: 'train-surrogate', payload: { surrogateId: 'x' }, wantsGpu: true },
  });
  await container.db.job.create({ data: { projectId, kind: 'ingest', payload: {} } });

  const { workers, jobs, lanes } = await view();
  const { engine } = await container.loadedEngine();
  expect(workers).toEqual([
    expect.objectContaining({
      ...{ state: 'living', jobs: ['count'], parts: 0, engine: engine.info.name, device: engine.info.device },
    }),
  ]);
  const [worker] = workers;
  expect(worker?.cores).toBeGreaterThanOrEqual(1);
  expect(worker?.memoryBytes).toBeGreaterThan(2 ** 28);
  expect(jobs[0]).toMatchObject({ id: jobId, projectName: 'Birds', host: worker?.host, retries: 0 });
  expect(jobs[0]?.since).toBeInstanceOf(Date);
  expect(jobs.slice(1).map(({ kind, lane, host }) => [kind, lane, host])).toEqual([
    ['train-surrogate', 'gpu', null],
    ['ingest', expect.any(String), null],
  ]);
  expect(lanes.find(({ lane }) => lane === 'gpu')).toEqual({ lane: 'gpu', waiting: 1, running: 0 });
  expect(await container.db.job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({
    worker: worker?.name,
  });
  await runner.stop();
  expect((await view()).workers).toMatchObject([{ state: 'stopped', jobs: [] }]);
  await container.db.job.deleteMany();
  await container.db.worker.deleteMany();
});

it('knows the lane of every kind of job', () => {
  for (const { definition } of handlers) expect(laneOf(definition.kind)).toBe(definition.lane);
});

it('work that wants a GPU waits for the worker that has one, and for nobody once that is gone', async () => {
  const { container } = world;
  const { db } = container;
  const ran: string[] = [];
  const handler = {
    definition: trainSurrogateJob,
    run: (_: unknown, { surrogateId }: { surrogateId: string }) =>
      Promise.resolve(void ran.push(surrogateId)),
  };
  const gpu = {
    name: 'far:1:a',
    host: 'far',
    version: '0',
    cores: 1,
    memoryBytes: 1n,
    engine: 'x',
    device: 'gpu',
  };
  const heartbeatAt = new Date(Date.now() + 600_000);
  await db.worker.create({ data: { ...gpu, startedAt: new Date(), heartbeatAt } });
  const enqueue = (surrogateId: string, wantsGpu: boolean) =>
    container.jobs.enqueue(trainSurrogateJob, { projectId, payload: { surrogateId }, wantsGpu });
  await enqueue('net', true);
  await enqueue('regression', false);
  const runner = new JobRunner(container, [handler]);
  await runner.start(world.databaseUrl);
  while (ran.length < 1) await sleep(20);
  await sleep(1500);
  expect(ran).toEqual(['regression']);
  await db.worker.update({ where: { name: gpu.name }, data: { stoppedAt: new Date() } });
  while (ran.length < 2) await sleep(20);
  expect(ran).toEqual(['regression', 'net']);
  await runner.stop();
});
