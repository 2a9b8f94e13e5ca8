import { addFleetMetrics } from '../../operations/metrics/fleet-metrics';
import { showsToken } from '../../operations/metrics/authorized';
import { processMetrics } from '../../operations/metrics/metrics';
import { webProcess } from '../web-process';
import { handle } from './session';

let complete = false;

/** `GET /api/metrics` for Prometheus, behind WINNOW_METRICS_TOKEN; where that is not set nobody is let in. */
export const answerMetrics = handle(async (request) => {
  const { container } = await webProcess();
  const { metricsToken } = container.env;
  if (metricsToken === null || !showsToken(request.headers.get('authorization'), metricsToken))
    return new Response(null, {
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="Winnow metrics"' },
    });
  const { registry } = processMetrics();
  if (!complete) addFleetMetrics(registry, container.db);
  complete = true;
  return new Response(await registry.metrics(), {
    headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
  });
});
