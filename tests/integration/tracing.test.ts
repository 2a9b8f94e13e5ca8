import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from '@/server/env';
import { defineJob } from '@/server/jobs/job';
import { startTracing, stopTracing } from '@/server/operations/tracing/process-tracer';
import { processMetrics } from '@/server/operations/metrics/metrics';
import { watchRequests } from '@/server/operations/watching/watch-requests';
import { requestWatcher } from '@/server/watched-requests.mjs';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

/** Of the OTLP request, what a collector needs (opentelemetry-proto, JSON). */
const sent = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({
        attributes: z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string() }) })),
      }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string().regex(/^[0-9a-f]{32}$/),
              spanId: z.string().regex(/^[0-9a-f]{16}$/),
              parentSpanId: z
                .string()
                .regex(/^[0-9a-f]{16}$/)
                .optional(),
              name: z.string(),
              kind: z.number(),
              startTimeUnixNano: z.string().regex(/^\d{19}$/),
              endTimeUnixNano: z.string().regex(/^\d{19}$/),
              status: z.object({ code: z.number().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

const traced = defineJob({ kind: 'traced', lane: 'light', payload: z.object({}) });
const requests: { path: string | undefined; key: unknown; body: z.infer<typeof sent> }[] = [];
let world: TestContainer;

const collector = createServer((request, response) => {
  void json(request).then((body) => {
    requests.push({ path: request.url, key: request.headers['x-key'], body: sent.parse(body) });
    response.end('{}');
  });
});

beforeAll(async () => {
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const handler = { definition: traced, run: () => Promise.reject(new Error('for the test')) };
  world = await createTestContainer({ handlers: [handler] });
});
afterAll(async () => {
  collector.close();
  await world.close();
});

it('one trace holds the request that came with it, its procedure, and the attempts at the job that it enqueued', async () => {
  const { port } = collector.address() as AddressInfo;
  const env = readEnvironment({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
    OTEL_SERVICE_NAME: 'winnow-test',
  });
  const log = pino({ level: 'silent' });
  startTracing(env, log);
  watchRequests(log, processMetrics());

  const owner = await world.createUser();
  const { id: projectId } = await world.createProject(owner);
  const watch = requestWatcher('.');
  const app = createServer((request, response) =>
    watch(request, response, () => {
      void (async () => {
        await world.caller(owner).jobs.list({ projectId });
        await world.container.jobs.enqueue(traced, { projectId, payload: {} });
        response.end();
      })();
    }),
  );
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const outer = 'b7ad6b7169203331';
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/made/up`;
  await (
    await fetch(url, { headers: { traceparent: `00-${traceId}-${outer}-01`, connection: 'close' } })
  ).text();
  app.close();
  await once(app, 'close');
  await world.runJobs();
  await stopTracing();

  expect(requests.every(({ path, key }) => path === '/v1/traces' && key === 'a b')).toBe(true);
  const [first] = requests.flatMap(({ body }) => body.resourceSpans);
  expect(first?.resource.attributes).toEqual([
    { key: 'service.name', value: { stringValue: 'winnow-test' } },
  ]);
  const spans = requests
    .flatMap(({ body }) =>
      body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    )
    .filter((span) => span.traceId === traceId);
  const server = spans.find(({ name }) => name === 'GET none');
  expect(server).toMatchObject({ parentSpanId: outer, kind: 2 });
  expect(spans.find(({ name }) => name === 'jobs.list')).toMatchObject({
    parentSpanId: server?.spanId,
    kind: 1,
  });
  const attempts = spans.filter(({ name }) => name === 'job traced');
  expect(attempts).toHaveLength(3);
  for (const attempt of attempts) {
    expect(attempt).toMatchObject({ parentSpanId: server?.spanId, kind: 5, status: { code: 2 } });
    expect(BigInt(attempt.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(attempt.startTimeUnixNano));
  }
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
});

it('costs a job nothing where no collector is named', async () => {
  startTracing(readEnvironment({}), pino({ level: 'silent' }));
  const { id: projectId } = await world.createProject(await world.createUser());
  const id = await world.container.jobs.enqueue(traced, { projectId, payload: {} });
  expect(await world.container.db.job.findUnique({ where: { id }, select: { trace: true } })).toEqual({
    trace: null,
  });
});
