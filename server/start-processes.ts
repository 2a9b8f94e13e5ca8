import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import { AppError } from '@/lib/errors';
import { childVariables } from './env';
import type { Environment } from './env';
import { SupervisedProcess } from './supervised-process';

const WEB_LIMIT_MS = 120_000;

/** Beyond what a child may take to stop, before it is ended. */
const STOP_MARGIN_SECONDS = 3;

/** Web and, unless others do its work, a worker, kept running; `webIsReady` once a browser may be sent to the address. */
export function startProcesses(
  env: Environment & { databaseUrl: string },
  { dev, worker: withWorker }: { dev: boolean; worker: boolean },
  log: Logger,
): { all: SupervisedProcess[]; webIsReady: Promise<void> } {
  const variables = childVariables({
    DATABASE_URL: env.databaseUrl,
    WINNOW_DATA: env.dataFolder,
    WINNOW_PORT: String(env.port),
    WINNOW_URL: env.url,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  });
  const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const stopLimitMs = (env.stopDelaySeconds + env.stopLimitSeconds + STOP_MARGIN_SECONDS) * 1000;
  const logFile = (name: string) =>
    dev || env.log === 'console' ? null : join(env.dataFolder, 'log', `${name}.log`);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  let events = {};
  const webListens = new Promise<void>((resolve, reject) => {
    events = { ready: resolve, endedByItself: () => reject(webIsSilent(env)) };
  });
  const web = new SupervisedProcess(
    {
      name: 'web',
      script: script('web.mjs'),
      args: [
        env.host,
        String(env.port),
        ...(dev ? ['--dev'] : []),
        `--stop-limit=${env.stopLimitSeconds}`,
        `--stop-delay=${env.stopDelaySeconds}`,
        `--url=${env.url}`,
        `--trusted-proxies=${env.trustedProxies.join(',')}`,
      ],
      execArgv: [],
      variables,
      logFile: logFile('web'),
      stopLimitMs,
    },
    log,
    events,
  );
  const worker = new SupervisedProcess(
    {
      name: 'worker',
      script: script('worker.ts'),
      args: [],
      execArgv: ['--import', tsx],
      variables,
      logFile: logFile('worker'),
      stopLimitMs,
    },
    log,
  );
  const all = withWorker ? [web, worker] : [web];
  for (const process of all) process.start();
  return { all, webIsReady: untilHealthy(env, webListens) };
}

/** It listens, its pages can reach the database, and so a browser may be sent there. */
async function untilHealthy(env: Environment, listening: Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + WEB_LIMIT_MS;
  const patience = sleep(WEB_LIMIT_MS, 'late', { ref: false });
  if ((await Promise.race([listening, patience])) === 'late') throw webIsSilent(env);
  const host = env.host === '0.0.0.0' || env.host === '::' ? 'localhost' : env.host;
  const ready = `http://${host.includes(':') ? `[${host}]` : host}:${env.port}/api/ready`;
  while (Date.now() < giveUpAt) {
    if (
      await fetch(ready).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  throw webIsSilent(env);
}

function webIsSilent(env: Environment): AppError {
  const where =
    env.log === 'console' ? 'It says why above.' : `Its log is ${join(env.dataFolder, 'log', 'web.log')}.`;
  return new AppError('unavailable', 'The web server does not start.', where);
}
