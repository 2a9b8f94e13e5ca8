// What the web process knows of each request: an id that every line of its log carries, the route that answers, and how
// it ended. Plain JavaScript as the web process itself; server/operations/watching reads it.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes, randomUUID } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** What a balancer or a client may call its request; anything else, line breaks above all, is not repeated. */
const REQUEST_ID = /^[A-Za-z0-9._=-]{6,128}$/;
/** version, trace, parent, flags (W3C Trace Context) */
const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** The work at hand (server/operations/watching/current-work.ts). */
const work = (globalThis.winnowWork ??= new AsyncLocalStorage());
const ended = channel('winnow:request');

/** @param folder of the app, with its build */
export function requestWatcher(folder) {
  const routeOf = routeFinder(folder);
  return (request, response, answer) => {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    const [, outerTraceId, parentSpanId] = TRACE_PARENT.exec(request.headers.traceparent ?? '') ?? [];
    const traceId = outerTraceId ?? randomBytes(16).toString('hex');
    const spanId = randomBytes(8).toString('hex');
    const facts = { requestId, traceId, spanId, parentSpanId };
    const startedAt = Date.now();
    // Of the forwarding headers client-address.mjs leaves this one, with one address.
    const address = request.headers['x-forwarded-for'];
    const begun = performance.now();
    response.setHeader('x-request-id', requestId);
    response.once('close', () => {
      const ms = performance.now() - begun;
      const { method } = request;
      const route = routeOf(request.url ?? '/');
      const { statusCode: status, writableFinished: whole } = response;
      ended.publish({ facts, method, route, status, whole, startedAt, ms, address });
    });
    work.run(facts, answer);
  };
}

/** The pattern of the app's route; never the path itself, which people make up. */
function routeFinder(folder) {
  const routes = readRoutes(folder);
  const fixed = new Set(routes.staticRoutes.map(({ page }) => page));
  const patterns = routes.dynamicRoutes.map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  return (url) => {
    const path = url.split('?', 1)[0] || '/';
    if (path.startsWith('/_next/')) return '/_next/*';
    if (fixed.has(path)) return path;
    return patterns.find(({ regex }) => regex.test(path))?.page ?? 'none';
  };
}

/** There is none while developing; all routes are `none` then. */
function readRoutes(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, '.next', 'routes-manifest.json'), 'utf8'));
  } catch {
    return { staticRoutes: [], dynamicRoutes: [] };
  }
}
