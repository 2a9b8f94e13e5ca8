import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { SessionUser } from '@/server/api/trpc';
import type { JobContext, JobHandler } from '@/server/jobs/job';
import { defineJob } from '@/server/jobs/job';
import { JobRunner } from '@/server/jobs/job-runner';
import { claim, writeCheckpoint } from '@/server/jobs/jobs.repository';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

const playJob = defineJob({ kind: 'play', lane: 'light', payload: z.object({ part: z.string() }) });
type Part = (context: JobContext) => Promise<void> | void;

/** What each part does, and how jobs of it ended. */
const parts = new Map<string, Part>();
const endings: { part: string; outcome: string }[] = [];
const playHandler: JobHandler<{ part: string }> = {
  definition: playJob,
  async run(_container, { part }, context) {
    await parts.get(part)?.(context);
  },
  ended(_container, { part }, outcome) {
    endings.push({ part, outcome });
    return Promise.resolve();
  },
};

let world: TestContainer;
let owner: SessionUser;
let projectId: string;

beforeAll(async () => {
  world = await createTestContainer({ handlers: [playHandler] });
  owner = await world.createUser();
  projectId = (await world.createProject(owner)).id;
});
afterAll(() => world.close());

function enqueue(part: string, play: Part): Promise<string> {
  parts.set(part, play);
  return world.container.jobs.enqueue(playJob, { projectId, payload: { part } });
}

function view(jobId: string) {
  return world.caller(owner).jobs.get({ projectId, jobId });
}

async function waitFor(jobId: string, state: string): Promise<void> {
  while ((await view(jobId)).state !== state) await sleep(20);
}

describe('a job', () => {
  it('runs once, reports its progress and ends as done', async () => {
    let runs = 0;
    const jobId = await enqueue('progress', (context) => {
      runs += 1;
      context.progress({ done: 3, total: 4, unit: 'images', message: 'reading' });
    });
    await world.runJobs();
    await world.runJobs();
    expect(runs).toBe(1);
    expect(await view(jobId)).toMatchObject({
      state: 'done',
      done: 3,
      total: 4,
      unit: 'images',
      message: 'reading',
    });
  });

  it('is enqueued with the caller’s transaction or not at all', async () => {
    parts.set('never', () => undefined);
    const before = (await world.caller(owner).jobs.list({ projectId })).length;
    const refused = world.container.db.$transaction(async (tx) => {
      await world.container.jobs.enqueue(playJob, { projectId, payload: { part: 'never' }, tx });
      throw new Error('the caller changed its mind');
    });
    await expect(refused).rejects.toThrow('changed its mind');
    expect(await world.caller(owner).jobs.list({ projectId })).toHaveLength(before);
    const waiting = await world.container.db.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM pgboss.job`;
    expect(waiting[0]?.count).toBe(0n);
  });

  it('that fails with a known error shows it and is not tried again', async () => {
    let runs = 0;
    const jobId = await enqueue('known', () => {
      runs += 1;
      throw new AppError('bad-input', 'Row 17 has no label.', 'Add one.');
    });
    await world.runJobs();
    expect(runs).toBe(1);
    expect(await view(jobId)).toMatchObject({
      state: 'failed',
      error: { code: 'bad-input', message: 'Row 17 has no label.', remedy: 'Add one.' },
    });
    expect(endings).toContainEqual({ part: 'known', outcome: 'failed' });
  });

  it('that fails for an unknown reason is tried three times and then tells nothing of the inside', async () => {
    let runs = 0;
    const jobId = await enqueue('unknown', () => {
      runs += 1;
      throw new TypeError('secret of the inside');
    });
    await world.runJobs();
    expect(runs).toBe(3);
    const job = await view(jobId);
    expect(job.state).toBe('failed');
    expect(job.error?.code).toBe('internal');
    expect(JSON.stringify(job.error)).not.toContain('secret');
  });

  it('gets its checkpoint back when it is tried again', async () => {
    const seen: unknown[] = [];
    await enqueue('checkpoint', async (context) => {
      seen.push(context.checkpoint);
      if (seen.length > 1) return;
      await context.saveCheckpoint({ row: 12 });
      throw new AppError('unavailable', 'The disk is full.');
    });
    await world.runJobs();
    expect(seen).toEqual([null, { row: 12 }]);
  });

  it.each([
    ['a disk', Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' }), /^The disk is full/],
    [
      'the database’s disk',
      Object.assign(new Error('Raw query failed'), {
        name: 'PrismaClientKnownRequestError',
        meta: { driverAdapterError: { cause: { originalCode: '53100', kind: 'postgres' } } },
      }),
      /^The disk of the database is full/,
    ],
    [
      'a store that is away',
      new AppError('unavailable', 'The S3 server fails.', '', { retryAfterSeconds: 10 }),
      /^The S3 server fails/,
    ],
  ])('waits for room on %s, as long as it takes, and says so', async (part, error, message) => {
    const seen: unknown[] = [];
    let jobId = '';
    jobId = await enqueue(part, async () => {
      if (seen.length === 5) return;
      // What it waited for is no error of a try that runs.
      seen.push((await view(jobId)).error);
      throw error;
    });
    const runner = new JobRunner(world.container, [playHandler]);
    await runner.start(world.databaseUrl);
    while ((await view(jobId)).error === null) await sleep(20);
    expect(await view(jobId)).toMatchObject({
      state: 'queued',
      error: { message: expect.stringMatching(message) as string },
    });
    await runner.stop();
    await world.runJobs();
    expect(await view(jobId)).toMatchObject({ state: 'done', error: null });
    expect(seen).toEqual([null, null, null, null, null]);
  });

  it('that is cancelled in the queue never runs', async () => {
    let runs = 0;
    const jobId = await enqueue('early', () => void (runs += 1));
    await world.caller(owner).jobs.cancel({ projectId, jobId });
    await world.runJobs();
    expect(runs).toBe(0);
    expect((await view(jobId)).state).toBe('cancelled');
    expect(endings).toContainEqual({ part: 'early', outcome: 'cancelled' });
  });
});

describe('a worker', () => {
  it('passes a cancel on to a running job', async () => {
    const runner = new JobRunner(world.container, [playHandler]);
    const jobId = await enqueue('long', (context) => sleep(60_000, undefined, { signal: context.signal }));
    await runner.start(world.databaseUrl);
    await waitFor(jobId, 'running');
    await world.caller(owner).jobs.cancel({ projectId, jobId });
    await waitFor(jobId, 'cancelled');
    await runner.stop();
    expect(endings).toContainEqual({ part: 'long', outcome: 'cancelled' });
  });

  it('that stops gives its jobs back, and they are not counted as failed', async () => {
    let runs = 0;
    const jobId = await enqueue('handed-over', async (context) => {
      runs += 1;
      if (runs === 1) await sleep(60_000, undefined, { signal: context.signal });
    });
    const runner = new JobRunner(world.container, [playHandler]);
    await runner.start(world.databaseUrl);
    await waitFor(jobId, 'running');
    await runner.stop();
    expect(await world.container.db.job.findUnique({ where: { id: jobId } })).toMatchObject({
      state: 'queued',
      failures: 0,
    });
    await world.runJobs();
    expect((await view(jobId)).state).toBe('done');
  });
});

it('an attempt that was taken over writes nothing any more', async () => {
  const jobId = await enqueue('stale', () => undefined);
  const { db } = world.container;
  const stale = await claim(db, jobId, 'elsewhere:1:a');
  await db.job.update({ where: { id: jobId }, data: { state: 'queued' } });
  const current = await claim(db, jobId, 'elsewhere:2:b');
  expect(await writeCheckpoint(db, { jobId, number: stale?.attempt ?? 0 }, 'stale')).toBe(false);
  expect(await writeCheckpoint(db, { jobId, number: current?.attempt ?? 0 }, 'current')).toBe(true);
  expect((await db.job.findUnique({ where: { id: jobId } }))?.checkpoint).toBe('current');
});
