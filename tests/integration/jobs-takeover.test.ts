import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import type { JobHandler } from '@/server/jobs/job';
import { JobRunner } from '@/server/jobs/job-runner';
import { countHandler, countJob } from '../support/count-job';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let world: TestContainer;
let owner: SessionUser;
let projectId: string;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  world = await createTestContainer({ handlers: [countHandler] });
  owner = await world.createUser();
  projectId = (await world.createProject(owner)).id;
});
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL');
  await world.close();
});

function startWorker(): ChildProcess {
  const child = fork(fileURLToPath(new URL('../support/count-worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: world.databaseUrl, WINNOW_DATA: world.container.env.dataFolder },
  });
  processes.push(child);
  return child;
}

/** Waits until the worker has come that far. */
async function counted(child: ChildProcess, count: number): Promise<void> {
  for (;;) {
    const [message] = (await once(child, 'message')) as [{ count: number }];
    if (message.count >= count) return;
  }
}

async function waitFor(jobId: string, state: string): Promise<void> {
  while ((await world.caller(owner).jobs.get({ projectId, jobId })).state !== state) await sleep(50);
}

it('a job goes on from its checkpoint in the next worker after the first was killed -9', async () => {
  const jobId = await world.container.jobs.enqueue(countJob, { projectId, payload: { upTo: 20 } });
  const first = startWorker();
  await counted(first, 5);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const left = await world.container.db.job.findUniqueOrThrow({ where: { id: jobId } });
  expect(left.state).toBe('running');

  const second = startWorker();
  const [message] = (await once(second, 'message')) as [{ count: number }];
  expect(message.count).toBe(Number(left.checkpoint) + 1);
  await waitFor(jobId, 'done');
  const done = await world.container.db.job.findUniqueOrThrow({ where: { id: jobId } });
  expect(done).toMatchObject({ attempt: 2, checkpoint: 20, done: 20 });
  second.kill('SIGKILL');
});

it('a job whose worker on another machine fell silent is taken over by a worker that already runs', async () => {
  const { db } = world.container;
  const runner = new JobRunner(world.container, [countHandler]);
  await runner.start(world.databaseUrl);
  const { id } = await db.job.create({
    data: {
      projectId,
      kind: 'count',
      payload: { upTo: 3 },
      state: 'running',
      attempt: 1,
      worker: 'another-machine:17:ab',
      heartbeatAt: new Date(Date.now() - 60_000),
    },
  });
  await waitFor(id, 'done');
  await runner.stop();
  expect(await db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({
    attempt: 2,
    failures: 0,
    done: 3,
  });
});

it('a job that kills its worker again and again is given up', async () => {
  const { db } = world.container;
  const runner = new JobRunner(world.container, [countHandler]);
  await runner.start(world.databaseUrl);
  const { id } = await db.job.create({
    data: {
      projectId,
      kind: 'count',
      payload: { upTo: 3 },
      state: 'running',
      attempt: 10,
      interruptions: 9,
      worker: 'another-machine:17:ab',
      heartbeatAt: new Date(Date.now() - 60_000),
    },
  });
  await waitFor(id, 'failed');
  await runner.stop();
  const job = await world.caller(owner).jobs.get({ projectId, jobId: id });
  expect(job.error?.code).toBe('unavailable');
});

it('a job that lost its worker several times goes on, and begins to count anew where it gets further', async () => {
  const { db } = world.container;
  const runner = new JobRunner(world.container, [countHandler]);
  await runner.start(world.databaseUrl);
  const { id } = await db.job.create({
    data: {
      projectId,
      kind: 'count',
      payload: { upTo: 3 },
      state: 'running',
      attempt: 5,
      failures: 2,
      interruptions: 4,
      worker: 'another-machine:17:ab',
      heartbeatAt: new Date(Date.now() - 60_000),
    },
  });
  await waitFor(id, 'queued');
  expect(await db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({ interruptions: 5, failures: 2 });
  await runner.stop();
  await new JobRunner(world.container, [countHandler]).runUntilEmpty();
  expect(await db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{ state: 'done', attempt: 6, interruptions: 0, failures: 0 },
  });
});

it('a job is not to blame for a database that goes away', async () => {
  const { db } = world.container;
  let tries = 0;
  const handler: JobHandler<{ upTo: number }> = {
    definition: countJob,
    async run(container) {
      if (++tries > 4) return;
      await container.db.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
        await tx.project.count();
      });
    },
  };
  const jobId = await world.container.jobs.enqueue(countJob, { projectId, payload: { upTo: 1 } });
  await new JobRunner(world.container, [handler]).runUntilEmpty();
  expect(await db.job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({
    ...{ state: 'done', attempt: 5, interruptions: 4, failures: 0 },
  });
});

it('a worker that computes without a pause keeps its jobs', async () => {
  const { db } = world.container;
  const jobId = await world.container.jobs.enqueue(countJob, { projectId, payload: { upTo: 1000 } });
  const runner = new JobRunner(world.container, [countHandler]);
  await runner.start(world.databaseUrl);
  await waitFor(jobId, 'running');
  const before = await db.job.findUniqueOrThrow({ where: { id: jobId } });
  // The thread of the heartbeat beats every three seconds while this one is blocked.
  const busyUntil = Date.now() + 4500;
  while (Date.now() < busyUntil);
  const after = await db.job.findUniqueOrThrow({ where: { id: jobId } });
  await runner.stop();
  expect(after.heartbeatAt?.getTime()).toBeGreaterThan((before.heartbeatAt?.getTime() ?? 0) + 2000);
});
