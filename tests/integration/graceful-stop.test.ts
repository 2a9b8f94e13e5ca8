import { EventEmitter, once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { defineJob } from '@/server/jobs/job';
import type { JobHandler } from '@/server/jobs/job';
import { JobRunner } from '@/server/jobs/job-runner';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess } from '../support/web-process';
import { buildApp, startWebServer } from '../support/web-server';
import type { WebServer } from '../support/web-server';

let world: TestContainer;
let owner: SessionUser;
let projectId: string;
let cookie: string;
let web: WebServer;

beforeAll(async () => {
  buildApp();
  world = await createTestContainer();
  useAsWebProcess(world);
  owner = await world.createUser();
  projectId = (await world.createProject(owner)).id;
  cookie = await cookiesOf(world, owner);
}, 300_000);
afterEach(() => void web.process.kill('SIGKILL'));
afterAll(() => world.close());

const ask = (path: string) => fetch(new URL(path, web.url), { headers: { cookie, connection: 'close' } });

/** An upload whose bytes come when the test says. */
function beginUpload() {
  const url = new URL(`/api/projects/${projectId}/uploads?fileName=slow.csv`, web.url);
  const upload = httpRequest(url, { method: 'POST', headers: { cookie, origin: web.url } });
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => undefined);
  upload.write('id,label\n');
  return { upload, answered };
}

describe('a web server that is told to stop', () => {
  it('says so to whoever asks whether it is ready, and lets running requests end', async () => {
    web = await startWebServer({}, ['--stop-delay=2', '--stop-limit=60']);
    expect((await ask('/api/ready')).status).toBe(200);
    const { upload, answered } = beginUpload();
    const job = await world.container.db.job.create({ data: { projectId, kind: 'none', payload: {} } });
    const events = await ask(`/api/v1/jobs/${job.id}/events?projectId=${projectId}`);
    const stream = events.text();

    const ended = once(web.process, 'exit');
    web.process.kill('SIGTERM');
    // In the delay it still takes requests, as a balancer sends them that has not noticed yet.
    let ready = await ask('/api/ready');
    while (ready.status === 200) ready = await ask('/api/ready');
    expect(await ready.json()).toEqual({ ready: false, failing: ['running'] });
    expect((await ask('/api/health')).status).toBe(200);
    expect(await stream).toContain('event: progress');

    while (await ask('/api/health').catch(() => null)) continue;
    upload.end('a,0\n');
    const [response] = await answered;
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(await text(response))).toMatchObject({ fileName: 'slow.csv', bytes: 13 });
    expect((await ended)[0]).toBe(0);
  });

  it('cuts off what has not ended at the limit', async () => {
    web = await startWebServer({}, ['--stop-limit=1']);
    const { upload, answered } = beginUpload();
    upload.on('error', () => undefined);
    // Its first bytes have arrived once a later request was answered.
    await ask('/api/ready');
    const ended = once(web.process, 'exit');
    web.process.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    await expect(answered).rejects.toThrow();
  });
});

describe('readiness', () => {
  it('is no while the database is older or gone; liveness is not asked of it', async () => {
    web = await startWebServer();
    expect((await ask('/api/ready')).status).toBe(200);
    const { db } = world.container;
    const [last] = await db.$queryRaw<{ migration_name: string }[]>`
      SELECT migration_name FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1`;
    const rename = (from: string, to: string) =>
      db.$executeRaw`UPDATE _prisma_migrations SET migration_name = ${to} WHERE migration_name = ${from}`;
    const name = last?.migration_name ?? '';
    await rename(name, '0_other');
    let ready = await ask('/api/ready');
    while (ready.status === 200) ready = await ask('/api/ready');
    expect(await ready.json()).toEqual({ ready: false, failing: ['schema'] });
    expect((await ask('/api/health')).status).toBe(200);
    await rename('0_other', name);
    while ((await ask('/api/ready')).status !== 200) continue;
  });
});

describe('a worker that is told to stop', () => {
  it('gives back at once what does not stop in time, and nobody counts it as killed', async () => {
    const { container, databaseUrl } = world;
    const stubborn = defineJob({ kind: 'stubborn', lane: 'heavy', payload: z.object({}) });
    const began = new EventEmitter();
    let letGo: () => void = () => undefined;
    const handler: JobHandler<object> = {
      definition: stubborn,
      async run() {
        began.emit('began');
        await new Promise<void>((resolve) => (letGo = resolve));
      },
    };
    const runner = new JobRunner(container, [handler]);
    const jobId = await container.jobs.enqueue(stubborn, { projectId, payload: {} });
    const running = once(began, 'began');
    await runner.start(databaseUrl);
    await running;
    await runner.stop();
    const job = await container.db.job.findUniqueOrThrow({ where: { id: jobId } });
    expect(job).toMatchObject({ state: 'queued', worker: null, failures: 0 });
    letGo();
  });
});
