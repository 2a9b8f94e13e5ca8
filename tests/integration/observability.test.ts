import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SessionUser } from '@/server/api/trpc';
import { createContainer } from '@/server/container';
import { defineJob } from '@/server/jobs/job';
import type { JobHandler } from '@/server/jobs/job';
import { JobRunner } from '@/server/jobs/job-runner';
import { createLog } from '@/server/log';
import { serveWorkerState } from '@/server/operations/metrics/worker-server';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess } from '../support/web-process';
import { buildApp, startWebServer } from '../support/web-server';
import type { WebServer } from '../support/web-server';

const TOKEN = 'a-token-that-Prometheus-shows';

const flaky = defineJob({ kind: 'flaky', lane: 'long', payload: z.object({}) });

let world: TestContainer;
let owner: SessionUser;
let projectId: string;
let cookie: string;
let web: WebServer;

type Line = Record<string, unknown>;

beforeAll(async () => {
  buildApp();
  world = await createTestContainer();
  useAsWebProcess(world);
  owner = await world.createUser();
  projectId = (await world.createProject(owner)).id;
  cookie = await cookiesOf(world, owner);
  web = await startWebServer({ WINNOW_LOG: 'console', WINNOW_METRICS_TOKEN: TOKEN });
  // What watches requests is there with the first answer that needs the database.
  await fetch(new URL('/api/ready', web.url));
}, 300_000);
afterAll(async () => {
  const ended = once(web.process, 'exit');
  web.process.kill('SIGKILL');
  await ended;
  await world.close();
});

/** Lines of the web server's log about this request, once they are there. */
async function linesOf(requestId: string): Promise<Line[]> {
  for (;;) {
    const lines = web
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line);
    const found = lines.filter((line) => line.requestId === requestId);
    if (found.some(({ msg }) => msg === 'request')) return found;
    await sleep(20);
  }
}

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, web.url), { headers: { cookie, ...headers } });

describe('a request', () => {
  it('has one line with its route, status, time, and who asked for what, under the id that it came with', async () => {
    const input = encodeURIComponent(JSON.stringify({ json: { projectId } }));
    const response = await ask(`/api/trpc/jobs.list?input=${input}`, { 'x-request-id': 'balancer-0001' });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-request-id')).toBe('balancer-0001');
    const lines = await linesOf('balancer-0001');
    expect(lines).toEqual([
      expect.objectContaining({
        ...{ method: 'GET', route: '/api/trpc/[trpc]', status: 200, procedure: 'jobs.list' },
        ...{ userId: owner.id, projectId, msg: 'request', process: 'web' },
      }),
    ]);
    expect(lines[0]?.ms).toBeGreaterThan(0);
    // Neither paths nor what was asked: both may hold what people wrote.
    expect(JSON.stringify(lines)).not.toContain('input');
  });

  it('is given an id where it has none, or one that could be something else', async () => {
    const without = (await ask('/api/openapi.json')).headers.get('x-request-id');
    expect(without).toMatch(/^[0-9a-f-]{36}$/);
    const forged = (await ask('/api/openapi.json', { 'x-request-id': '{"level":60}' })).headers.get(
      'x-request-id',
    );
    expect(forged).toMatch(/^[0-9a-f-]{36}$/);
    expect(await linesOf(forged ?? '')).toHaveLength(1);
  });

  it('that goes nowhere is none of the routes, whatever its path says', async () => {
    const response = await ask('/no/such/thing', { 'x-request-id': 'nowhere-1' });
    expect(response.status).toBe(404);
    expect(await linesOf('nowhere-1')).toEqual([expect.objectContaining({ route: 'none', status: 404 })]);
  });
});

describe('metrics', () => {
  const metrics = async (token: string | null) =>
    fetch(
      new URL('/api/metrics', web.url),
      token === null ? {} : { headers: { authorization: `Bearer ${token}` } },
    );

  it('are for whoever shows the token', async () => {
    expect((await metrics(null)).status).toBe(401);
    expect((await metrics('another-token-of-some-length')).status).toBe(401);
    const response = await metrics(TOKEN);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/plain');
  });

  it('count requests by route, procedures by outcome, and what waits in which lane for how long', async () => {
    await ask('/api/trpc/session.me');
    await ask(`/api/trpc/jobs.list?input=${encodeURIComponent('{"json":{"projectId":"none"}}')}`);
    const { jobs } = world.container;
    for (let count = 0; count < 3; count++) await jobs.enqueue(flaky, { projectId, payload: {} });
    await jobs.enqueue(flaky, { projectId, payload: {}, delaySeconds: 3600 });
    await sleep(2100);
    const text = await (await metrics(TOKEN)).text();
    expect(text).toMatch(
      /winnow_http_request_duration_seconds_count\{.*route="\/api\/trpc\/\[trpc\]",status="200".*\} [1-9]/,
    );
    expect(text).toContain(
      'winnow_procedure_duration_seconds_count{procedure="session.me",outcome="done"} 1',
    );
    expect(text).toContain(
      'winnow_procedure_duration_seconds_count{procedure="jobs.list",outcome="not-found"} 1',
    );
    // Those that may begin only: a worker more would find nothing else to do.
    expect(text).toContain('winnow_queue_depth{lane="long"} 3');
    expect(text).toContain('winnow_queue_depth{lane="heavy"} 0');
    expect(text).toContain('winnow_jobs{kind="flaky",state="queued"} 4');
    const age = Number(/winnow_queue_oldest_seconds\{lane="long"\} (\S+)/.exec(text)?.[1]);
    expect(age).toBeGreaterThanOrEqual(2);
    expect(age).toBeLessThan(120);
    expect(text).toContain('process_resident_memory_bytes');
    await world.container.db.job.deleteMany();
  });
});

describe('a worker', () => {
  it('writes a line where a job begins and one where it ends, and what is written between names the job', async () => {
    const env = { ...world.container.env, log: 'data' as const, logLevel: 'info' };
    const container = createContainer(env, world.databaseUrl, createLog(env, 'worker'));
    let failures = 0;
    const handler: JobHandler<object> = {
      definition: flaky,
      run({ log }) {
        log.info(
          { token: 'sesame', headers: { authorization: 'Bearer sesame' } },
          'said\n{"level":60,"msg":"forged"}',
        );
        return failures++ < 1 ? Promise.reject(new Error('once')) : Promise.resolve();
      },
    };
    const jobId = await container.jobs.enqueue(flaky, { projectId, payload: {} });
    await new JobRunner(container, [handler]).runUntilEmpty();
    await container.db.$disconnect();
    const text = await readFile(join(env.dataFolder, 'log', 'winnow.log'), 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    const told = lines.filter((line) => line.jobId === jobId);
    expect(told.map(({ msg }) => msg)).toEqual([
      ...['job began', 'said\n{"level":60,"msg":"forged"}', 'job failed', 'job ended'],
      ...['job began', 'said\n{"level":60,"msg":"forged"}', 'job ended'],
    ]);
    const ends = told.filter(({ msg }) => msg === 'job ended');
    expect(ends.map(({ outcome }) => outcome)).toEqual(['retried', 'done']);
    expect(told.every((line) => line.projectId === projectId)).toBe(true);
    // What one line adds is in no other.
    expect(told.filter((line) => 'token' in line)).toHaveLength(2);
    expect(text).not.toContain('sesame');
    expect(lines.some(({ msg }) => msg === 'forged')).toBe(false);
  });

  it('says at a port of its own whether it lives and is ready, and what it counts', async () => {
    const server = await serveWorkerState(world.container, 0);
    const { port } = server.address() as AddressInfo;
    const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect((await at('/live')).status).toBe(200);
    expect(await (await at('/ready')).json()).toEqual({ ready: true, failing: [] });
    const text = await (await at('/metrics')).text();
    expect(text).toMatch(/winnow_job_attempt_duration_seconds_count\{kind="flaky",outcome="retried"\} 1/);
    expect(text).toMatch(
      /winnow_blob_operation_duration_seconds_count\{operation="put",outcome="done"\} [1-9]/,
    );
    expect((await at('/anything')).status).toBe(404);
    server.close();
  });

  it('gives its metrics to nobody else on other machines without the token', async () => {
    const env = { ...world.container.env, host: '0.0.0.0' };
    const open = await serveWorkerState({ ...world.container, env }, 0);
    const closed = await serveWorkerState({ ...world.container, env: { ...env, metricsToken: TOKEN } }, 0);
    const metrics = (server: typeof open, headers = {}) =>
      fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`, { headers });
    expect((await metrics(open)).status).toBe(404);
    expect((await metrics(closed)).status).toBe(401);
    expect((await metrics(closed, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    open.close();
    closed.close();
  });
});
