import { subscribe } from 'node:diagnostics_channel';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics';
import { recordSpan } from '../tracing/process-tracer';
import type { CurrentWork } from './current-work';

/** What `server/watched-requests.mjs` says of a request that ended. */
interface EndedRequest {
  readonly facts: CurrentWork;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** false: the connection broke before the answer was through */
  readonly whole: boolean;
  /** milliseconds since 1970 */
  readonly startedAt: number;
  readonly ms: number;
  /** who asked, as far as that can be known */
  readonly address?: string;
}

/** Asked all the time and by machines: of interest to whoever looks for them only. */
const QUIET_ROUTES = new Set(['/_next/*', '/api/health', '/api/ready', '/api/metrics']);

/** Writes one line a request, and counts it. Once a process. */
export function watchRequests(log: Logger, metrics: Metrics): void {
  subscribe('winnow:request', (message) => {
    const { facts, method, route, status, whole, startedAt, ms, address } = message as EndedRequest;
    const { requestId, userId, projectId, procedure, refused, invalid } = facts;
    const level = QUIET_ROUTES.has(route) ? 'debug' : 'info';
    log[level](
      {
        ...{ requestId, userId, projectId, procedure, method, route, status, refused, invalid, address },
        ...{ ms: Math.round(ms * 10) / 10, ...(!whole && { broken: true }) },
      },
      'request',
    );
    const { traceId, spanId, parentSpanId } = facts;
    if (traceId && spanId && !QUIET_ROUTES.has(route)) {
      recordSpan({
        ...{ traceId, spanId, parentSpanId, name: `${method} ${route}`, kind: 'server', startedAt, ms },
        failed: status >= 500,
        attributes: {
          ...{ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status },
          ...{ 'winnow.request.id': requestId, 'winnow.project.id': projectId, 'user.id': userId },
        },
      });
    }
    metrics.requests.observe({ method, route, status: String(status) }, ms / 1000);
  });
}
