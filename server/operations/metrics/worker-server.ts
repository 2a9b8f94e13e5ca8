import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { Container } from '../../container';
import { ReadinessProbe } from '../readiness';
import { showsToken } from './authorized';
import { processMetrics } from './metrics';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * `/live`, `/ready` and `/metrics` of a worker. Metrics ask for WINNOW_METRICS_TOKEN; without one they are given to this
 * machine alone.
 */
export async function serveWorkerState(container: Container, port: number): Promise<Server> {
  const probe = new ReadinessProbe(container);
  const server = createServer((request, response) => {
    answer(container, probe, request, response).catch((error: unknown) => {
      container.log.error({ err: error }, 'answering about this worker failed');
      response.writeHead(500).end();
    });
  });
  server.listen(port, container.env.host);
  await once(server, 'listening');
  return server;
}

async function answer(
  { env }: Container,
  probe: ReadinessProbe,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?', 1)[0];
  const json = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  if (path === '/live') response.writeHead(200, json).end(JSON.stringify({ ok: true }));
  else if (path === '/ready') {
    const readiness = await probe.check();
    response.writeHead(readiness.ready ? 200 : 503, json).end(JSON.stringify(readiness));
  } else if (path === '/metrics' && (env.metricsToken !== null || LOOPBACK.has(env.host))) {
    if (env.metricsToken !== null && !showsToken(request.headers.authorization, env.metricsToken))
      return void response.writeHead(401, { 'www-authenticate': 'Bearer realm="Winnow metrics"' }).end();
    const { registry } = processMetrics();
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
  } else response.writeHead(404).end();
}
