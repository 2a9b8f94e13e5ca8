import { AppError } from '@/lib/errors';
import { createAuth } from '../auth/auth';
import type { Auth } from '../auth/auth';
import { authSecret } from '../auth/auth-secret';
import { createContainer } from '../container';
import type { Container } from '../container';
import { readEnvironment } from '../env';
import { createLog } from '../log';
import { processMetrics } from '../operations/metrics/metrics';
import { startTracing } from '../operations/tracing/process-tracer';
import { watchRequests } from '../operations/watching/watch-requests';

interface WebProcess {
  readonly container: Container;
  readonly auth: Auth;
}

/** Bundles may hold this module several times; the process has one pool of connections all the same. */
const shared = globalThis as typeof globalThis & { winnowWebProcess?: Promise<WebProcess> };

/** The container of the web process, built at the first request. */
export function webProcess(): Promise<WebProcess> {
  shared.winnowWebProcess ??= build();
  return shared.winnowWebProcess;
}

async function build(): Promise<WebProcess> {
  const env = readEnvironment();
  if (!env.databaseUrl) {
    throw new AppError('unavailable', 'The web server has no database.', 'Start Winnow with `npm start`.');
  }
  const log = createLog(env, 'web');
  const container = createContainer(env, env.databaseUrl, log);
  startTracing(env, log);
  watchRequests(log, processMetrics());
  const auth = createAuth({ db: container.db, secret: await authSecret(container), url: env.url });
  return { container, auth };
}
