import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IngestRequest } from '@/lib/contracts/ingest';
import { ingestHandler } from '@/server/datasets/ingest.handler';
import { startIngest } from '@/server/datasets/ingest.service';
import { mapOrdered } from '@/server/datasets/ingest/map-ordered';
import { encodeGrayPng } from '@/server/images/encode-gray-png';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { sampleImages } from '../support/idx';
import { ingestBytes, uploadBytes } from '../support/ingest';
import { createTestContainer } from '../support/test-container';
import { startWorkerProcess } from '../support/worker-process';
import { makeZip } from '../support/zip';

const IMAGES = 2000;
const world = await createTestContainer();
const { container } = world;
const user = await world.createUser();
let zip: Buffer;
afterAll(() => world.close());
beforeAll(async () => {
  const { pixels, labels } = await sampleImages(0, IMAGES);
  const files = labels.map(async (label, index) => ({
    path: `${label}/${index}.png`,
    bytes: await encodeGrayPng(pixels.subarray(index * 784, (index + 1) * 784), 28, 28),
  }));
  zip = await makeZip(await Promise.all(files));
});

async function start(): Promise<{
  projectId: string;
  ingestId: string;
  jobId: string;
  request: IngestRequest;
}> {
  const { id: projectId } = await world.createProject(user, { classes: [] });
  const request: IngestRequest = {
    format: 'zip',
    source: await uploadBytes(world, projectId, 'images.zip', zip),
    split: { by: 'random', seedShare: 0.1, testShare: 0.1, seed: 3 },
    addClasses: true,
  };
  return { projectId, request, ...(await startIngest(container, { projectId, userId: user.id, request })) };
}

/** Waits until some batches, but not all, are written. */
async function halfWay(jobId: string): Promise<number> {
  for (;;) {
    const { checkpoint } = await container.db.job.findUniqueOrThrow({ where: { id: jobId } });
    const position = (checkpoint as { position?: number } | null)?.position ?? 0;
    if (position > 0) return position;
    await sleep(5);
  }
}

async function jobEnded(projectId: string, jobId: string): Promise<string> {
  for (;;) {
    const { state } = await world.caller(user).jobs.get({ projectId, jobId });
    if (state !== 'queued' && state !== 'running') return state;
    await sleep(20);
  }
}

const resultOf = async (projectId: string) => ({
  examples: await container.db.example.findMany({
    where: { projectId },
    orderBy: { row: 'asc' },
    select: { row: true, key: true, split: true, fileLabel: true, contentHash: true },
  }),
  project: await container.db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { classes: true, exampleCount: true },
  }),
});

test('an ingest whose worker is killed -9 shows nothing, then goes on and ends as if nothing had been', async () => {
  const killed = await start();
  const worker = startWorkerProcess(world);
  const position = await halfWay(killed.jobId);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  expect(position).toBeLessThan(IMAGES);
  expect(await container.db.example.count({ where: { projectId: killed.projectId } })).toBeGreaterThan(0);
  expect(await world.caller(user).examples.list({ projectId: killed.projectId })).toEqual({
    total: 0,
    items: [],
  });

  const runner = new JobRunner(container, handlers);
  await runner.start(world.databaseUrl);
  expect(await jobEnded(killed.projectId, killed.jobId)).toBe('done');
  await runner.stop();
  expect(await container.db.job.findUniqueOrThrow({ where: { id: killed.jobId } })).toMatchObject({
    attempt: 2,
  });

  const { id: projectId } = await world.createProject(user, { classes: [] });
  await ingestBytes(world, { projectId, user }, 'images.zip', zip, {
    format: 'zip',
    split: killed.request.split,
  });
  expect(await resultOf(killed.projectId)).toEqual(await resultOf(projectId));
});

test('a cancelled ingest leaves no row and no byte, and its place is free', async () => {
  const cancelled = await start();
  const runner = new JobRunner(container, handlers);
  await runner.start(world.databaseUrl);
  await halfWay(cancelled.jobId);
  await world.caller(user).jobs.cancel(cancelled);
  expect(await jobEnded(cancelled.projectId, cancelled.jobId)).toBe('cancelled');
  await runner.stop();
  expect(await resultOf(cancelled.projectId)).toEqual({
    examples: [],
    project: { classes: [], exampleCount: 0 },
  });
  const [view] = await world.caller(user).datasets.list({ projectId: cancelled.projectId });
  expect(view).toMatchObject({ state: 'cancelled', acceptedCount: 0 });
  const blobs = join(container.env.dataFolder, 'blobs/projects', cancelled.projectId);
  const left = await readdir(blobs, { recursive: true, withFileTypes: true });
  expect(left.filter((item) => item.isFile())).toEqual([]);
  const target = { projectId: cancelled.projectId, user };
  const { view: second } = await ingestBytes(world, target, 'images.zip', zip, { format: 'zip' });
  expect(second).toMatchObject({ state: 'done', acceptedCount: IMAGES });
});

test('ending an ingest twice does not touch the one that began since', async () => {
  const first = await start();
  await container.jobs.cancel(first.jobId);
  await world.runJobs();
  const { projectId } = first;
  const newer = await container.db.ingest.create({
    data: { projectId, name: 'newer', request: {}, state: 'running' },
  });
  await container.db.example.create({
    data: { projectId, row: 0, key: 'a', split: 'pool', ingestId: newer.id, contentHash: 'a' },
  });
  await ingestHandler.ended?.(container, { ingestId: first.ingestId, trusted: false }, 'cancelled');
  expect(await container.db.example.count({ where: { projectId } })).toBe(1);
});

test('pictures that are worked on are bounded in number, and come in their order', async () => {
  let held = 0;
  let most = 0;
  async function* numbers() {
    for (let number = 0; number < 200; number++) {
      await Promise.resolve();
      most = Math.max(most, ++held);
      yield number;
    }
  }
  const results: number[] = [];
  const work = async (number: number) => {
    // The first ones take longest.
    await sleep(number % 7 === 0 ? 5 : 0);
    return number;
  };
  for await (const number of mapOrdered(numbers(), 6, work)) {
    results.push(number);
    held--;
  }
  expect(results).toEqual(Array.from({ length: 200 }, (_, number) => number));
  expect(most).toBe(6);
});

test('a failure among pictures that are worked on ends the stream with it', async () => {
  const work = (number: number) =>
    number === 3 ? Promise.reject(new Error('the third')) : Promise.resolve(number);
  const results: number[] = [];
  const read = async () => {
    for await (const number of mapOrdered([0, 1, 2, 3, 4, 5], 4, work)) results.push(number);
  };
  await expect(read()).rejects.toThrow('the third');
  expect(results).toEqual([0, 1, 2]);
});
