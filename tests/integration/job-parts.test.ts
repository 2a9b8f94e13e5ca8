import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { JobRunner } from '@/server/jobs/job-runner';
import { giveBackStaleParts } from '@/server/jobs/parts/lost-parts';
import { claimAnyPart, claimOwnPart, finishPart } from '@/server/jobs/parts/parts.repository';
import { VERSION } from '@/server/version';
import { createPartsWorld } from '../support/parts-world';
import { squareJob, squareWork } from '../support/square-job';

const { world, owner, projectId, start } = await createPartsWorld();

const squares = (count: number, add = 0) =>
  Array.from({ length: count }, (_, number) => number * number + add);

function enqueue(count: number, add = 0): Promise<string> {
  return world.container.jobs.enqueue(squareJob, { projectId, payload: { count, add } });
}

async function waitFor(jobId: string, state: string): Promise<void> {
  while ((await world.caller(owner).jobs.get({ projectId, jobId })).state !== state) await sleep(20);
}

/** A job that a worker of another machine runs, with its parts written. */
async function jobElsewhere(count: number, part: Record<string, unknown> = {}): Promise<string> {
  const { db } = world.container;
  const { id: jobId } = await db.job.create({
    data: {
      ...{ projectId, kind: 'square', payload: { count, add: 0 }, state: 'running', attempt: 1 },
      ...{ worker: 'elsewhere:1:a', heartbeatAt: new Date(Date.now() + 600_000) },
    },
  });
  const common = { jobId, stage: 'squares', kind: 'square', version: VERSION, ...part };
  await db.jobPart.createMany({
    data: Array.from({ length: count }, (_, number) => ({ ...common, number, payload: { number, add: 0 } })),
  });
  return jobId;
}

const stageOf = (jobId: string) => ({ jobId, stage: 'squares' });
const ABLE = { kinds: ['square'], lastKinds: [], version: VERSION, engine: 'cpu', unreachable: [] };

it.each([1, 4])('%i workers give the same results in the same order', async (workers) => {
  const doneBy = new Set<number>();
  let results: readonly number[] = [];
  const work = (worker: number) =>
    squareWork({
      during: async () => {
        doneBy.add(worker);
        await sleep(30);
      },
      onResult: (values) => void (results = values),
    });
  const jobId = await enqueue(60);
  for (let worker = 0; worker < workers; worker++) {
    const { handler, part } = work(worker);
    await start(world.container, [handler], [part]);
  }
  await waitFor(jobId, 'done');
  expect(results).toEqual(squares(60));
  expect(doneBy.size).toBe(workers);
  const job = await world.container.db.job.findUniqueOrThrow({
    where: { id: jobId },
    include: { parts: true },
  });
  expect(job).toMatchObject({ done: 60, partCount: 60, parts: [] });
});

it('a worker that cannot reach what a part reads leaves this stage to others, and asks once', async () => {
  let asked = 0;
  let result: readonly number[] = [];
  const jobId = await enqueue(4);
  const own = squareWork({
    during: async () => {
      while (asked === 0) await sleep(5);
      await sleep(100);
    },
    onResult: (values) => void (result = values),
  });
  const unable = squareWork({
    during: () => {
      throw new AppError('not-found', 'It is not there.');
    },
  });
  await start(world.container, [own.handler], []);
  await start(world.container, [], [{ ...unable.part, reaches: () => Promise.resolve(++asked > 100) }]);
  await waitFor(jobId, 'done');
  expect(result).toEqual(squares(4));
  expect(asked).toBe(1);
});

it('what a killed worker was at is done by another one', async () => {
  const { db } = world.container;
  let results: readonly number[] = [];
  const jobId = await enqueue(3);
  const child = fork(fileURLToPath(new URL('../support/square-worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: world.databaseUrl, WINNOW_DATA: world.container.env.dataFolder },
  });
  await once(child, 'message');
  const childIsAtWork = once(child, 'message');
  const { handler, part } = squareWork({
    // the job's own worker leaves the other one something to do
    during: async () => void (await childIsAtWork),
    onResult: (values) => void (results = values),
  });
  await start(world.container, [handler], [part]);
  const [{ number }] = (await childIsAtWork) as [{ number: number }];
  child.kill('SIGKILL');
  await once(child, 'exit');
  const left = await db.jobPart.findFirstOrThrow({ where: { jobId, number } });
  expect(left.state).toBe('running');
  // another worker of this host sees at its start that the process is gone
  await start(world.container, [], []);
  await waitFor(jobId, 'done');
  expect(results).toEqual(squares(3));
});

it('a worker that comes late writes nothing', async () => {
  const { db } = world.container;
  const jobId = await jobElsewhere(1);
  const late = await claimOwnPart(db, 'elsewhere:2:b', stageOf(jobId));
  expect(await claimAnyPart(db, 'elsewhere:3:c', ABLE)).toBeNull();
  await db.jobPart.updateMany({ where: { jobId }, data: { heartbeatAt: new Date(Date.now() - 60_000) } });
  expect(await giveBackStaleParts(db)).toBe(1);
  if (!late) throw new Error('nothing was claimed');
  expect(await finishPart(db, late, 17)).toBe(false);

  const second = await claimAnyPart(db, 'elsewhere:3:c', ABLE);
  if (!second) throw new Error('nothing was claimed');
  expect(second.attempt).toBe(late.attempt + 1);
  expect(await finishPart(db, late, 17)).toBe(false);
  expect(await finishPart(db, second, 0)).toBe(true);
  expect(await finishPart(db, late, 17)).toBe(false);
  const part = await db.jobPart.findFirstOrThrow({ where: { jobId } });
  expect(part).toMatchObject({ state: 'done', result: 0, failures: 1, worker: 'elsewhere:3:c' });
});

it('a part goes to workers of its version, its kind and, where bytes depend on it, its engine only', async () => {
  const { db } = world.container;
  const jobId = await jobElsewhere(1, { engine: 'onnx' });
  expect(await claimAnyPart(db, 'w', ABLE)).toBeNull();
  expect(await claimAnyPart(db, 'w', { ...ABLE, engine: 'onnx', version: '0.0.0' })).toBeNull();
  expect(await claimAnyPart(db, 'w', { ...ABLE, engine: 'onnx', kinds: ['cube'] })).toBeNull();
  await db.job.update({ where: { id: jobId }, data: { cancelRequestedAt: new Date() } });
  expect(await claimAnyPart(db, 'w', { ...ABLE, engine: 'onnx' })).toBeNull();
  await db.job.update({ where: { id: jobId }, data: { cancelRequestedAt: null } });
  expect(await claimAnyPart(db, 'w', { ...ABLE, engine: 'onnx' })).toMatchObject({ jobId, number: 0 });
});

it('a part that loses its worker again and again fails the job', async () => {
  const { db } = world.container;
  const jobId = await jobElsewhere(1);
  for (let time = 0; time < 10; time++) {
    expect(await claimOwnPart(db, 'elsewhere:2:b', stageOf(jobId))).not.toBeNull();
    await db.jobPart.updateMany({ where: { jobId }, data: { heartbeatAt: new Date(Date.now() - 60_000) } });
    await giveBackStaleParts(db);
  }
  expect(await claimOwnPart(db, 'elsewhere:2:b', stageOf(jobId))).toBeNull();
  const part = await db.jobPart.findFirstOrThrow({ where: { jobId } });
  expect(part).toMatchObject({ state: 'failed', error: { code: 'unavailable' } });
});

it('an error of a part is the job’s', async () => {
  const { handler, part } = squareWork({
    during: (number) => {
      if (number === 2) throw new AppError('bad-input', 'Two is not liked.', 'Take another number.');
    },
  });
  const jobId = await enqueue(5);
  await start(world.container, [handler], [part]);
  await waitFor(jobId, 'failed');
  const { error } = await world.caller(owner).jobs.get({ projectId, jobId });
  expect(error).toEqual({ code: 'bad-input', message: 'Two is not liked.', remedy: 'Take another number.' });
  expect(await world.container.db.jobPart.count({ where: { jobId } })).toBe(0);
});

it('where a part finds no room on its disk, the job waits for some and goes on', async () => {
  let full = true;
  const { handler, part } = squareWork({
    during: (number) => {
      if (full && number === 2) throw Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' });
    },
  });
  const jobId = await enqueue(5);
  await start(world.container, [handler], [part]);
  const look = () => world.caller(owner).jobs.get({ projectId, jobId });
  while ((await look()).error === null) await sleep(20);
  expect(await look()).toMatchObject({ state: 'queued', error: { message: 'The disk is full.' } });
  full = false;
  await new JobRunner(world.container, [handler], [part]).runUntilEmpty();
  expect(await look()).toMatchObject({ state: 'done', error: null });
});

it('a cancelled job stops its parts wherever they are done, and leaves none', async () => {
  const { db } = world.container;
  let stopped = 0;
  const during = async (_: number, { signal }: { signal: AbortSignal }) => {
    await sleep(600_000, undefined, { signal }).catch(() => (stopped += 1));
    signal.throwIfAborted();
  };
  const works = [squareWork({ during }), squareWork({ during })];
  const jobId = await enqueue(8);
  for (const { handler, part } of works) await start(world.container, [handler], [part]);
  while ((await db.jobPart.count({ where: { jobId, state: 'running' } })) < 2) await sleep(20);
  await world.caller(owner).jobs.cancel({ projectId, jobId });
  await waitFor(jobId, 'cancelled');
  while (stopped < 2) await sleep(20);
  expect(await db.jobPart.count({ where: { jobId } })).toBe(0);
});

it('a new attempt goes on with the parts that are done, unless they are others now', async () => {
  const { db } = world.container;
  const done: number[] = [];
  const results: (readonly number[])[] = [];
  let broken = true;
  const { handler, part } = squareWork({
    during: (number) => {
      if (number === 3 && broken) throw new Error('the power is gone');
      done.push(number);
    },
    onResult: (values) => void results.push(values),
  });
  const jobId = await enqueue(5);
  await start(world.container, [handler], [part]);
  while ((await db.job.findUniqueOrThrow({ where: { id: jobId } })).failures < 1) await sleep(20);
  expect(done).toEqual([0, 1, 2]);
  broken = false;
  await waitFor(jobId, 'done');
  expect(done).toEqual([0, 1, 2, 3, 4]);
  expect(results).toEqual([squares(5)]);

  const changed = await jobElsewhere(3);
  const first = await claimOwnPart(db, 'elsewhere:1:a', stageOf(changed));
  if (first) await finishPart(db, first, 99);
  await db.job.update({
    where: { id: changed },
    data: { payload: { count: 3, add: 7 }, heartbeatAt: new Date(Date.now() - 60_000) },
  });
  await waitFor(changed, 'done');
  expect(results.at(-1)).toEqual(squares(3, 7));
});

it('what a worker could not write the end of is taken up again', async () => {
  const { db } = world.container;
  const { handler, part } = squareWork({});
  await start(world.container, [handler], [part]);
  const { name } = await db.worker.findFirstOrThrow({ orderBy: { startedAt: 'desc' } });
  const { id } = await db.job.create({
    data: {
      ...{
        projectId,
        kind: 'square',
        payload: { count: 2, add: 0 },
        state: 'running',
        attempt: 1,
        worker: name,
      },
      heartbeatAt: new Date(),
    },
  });
  await waitFor(id, 'done');
  expect(await db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({ attempt: 2, failures: 0 });
});
