import { once } from 'node:events';
import { AppError } from '@/lib/errors';
import { createContainer } from './container';
import type { Container } from './container';
import { awaitSchema } from './db/migrate';
import type { Environment } from './env';
import { handlers } from './jobs/handlers';
import { JobRunner } from './jobs/job-runner';
import { parts } from './jobs/parts/registry';
import { createLog } from './log';
import { serveWorkerState } from './operations/metrics/worker-server';
import { beginStopping, stopping } from './operations/stopping';
import { startTracing, stopTracing } from './operations/tracing/process-tracer';
import { sweepNowAndThen } from './operations/sweep/sweep-now-and-then';
import { pollPlatforms } from './platforms/listening/poll.service';

const POLL_MS = 15_000;
/** The web server of the same release brings the schema along, and may be pulling its image still. */
const SCHEMA_PATIENCE_MS = 300_000;

/** Takes jobs until it is told to stop. Any number of these may run, on any machine that reaches the database. */
export async function work(env: Environment): Promise<void> {
  if (!env.databaseUrl) {
    throw new AppError(
      'bad-input',
      'A worker of its own needs DATABASE_URL.',
      'Set it to the database that the others use; `npm start` brings its own worker along.',
    );
  }
  void told().then(beginStopping);
  const log = createLog(env, 'worker');
  await awaitSchema(env.databaseUrl, { patienceMs: SCHEMA_PATIENCE_MS, signal: stopping() });
  if (stopping().aborted) return;
  startTracing(env, log);
  const container = createContainer(env, env.databaseUrl, log);
  const runner = new JobRunner(container, handlers, parts);
  await runner.start(env.databaseUrl);
  const timers = [pollNowAndThen(container), sweepNowAndThen(container, env.databaseUrl)];
  const state =
    env.workerMetricsPort === null ? null : await serveWorkerState(container, env.workerMetricsPort);
  log.info('worker started');
  if (!stopping().aborted) await once(stopping(), 'abort');
  timers.forEach(clearInterval);
  state?.close();
  await runner.stop();
  await container.db.$disconnect();
  await stopTracing();
  log.info('worker stopped');
}

/** Looks from time to time whether a labeling platform is to be asked for answers. */
function pollNowAndThen(container: Container): NodeJS.Timeout {
  return setInterval(() => {
    pollPlatforms(container, new Date()).catch((error: unknown) =>
      container.log.error({ err: error }, 'looking for platforms to ask failed'),
    );
  }, POLL_MS);
}

/** SIGTERM, the end of the process that started this one, or, where nobody did, Ctrl-C. */
function told(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('disconnect', () => resolve());
    // It went while this one was still starting and nobody listened.
    if (process.send && !process.connected) resolve();
    process.on('SIGINT', () => process.connected || resolve());
  });
}
