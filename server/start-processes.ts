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

/** Web and worker, kept running; `webIsReady` once a browser may be sent to the address. */
export function startProcesses(
  env: Environment & { databaseUrl: string },
  { dev }: { dev: boolean },
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
  const logFile = (name: string) => (dev ? null : join(env.dataFolder, 'log', `${name}.log`));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  let events = {};
  const webListens = new Promise<void>((resolve, reject) => {
    events = { ready: resolve, endedByItself: () => reject(webIsSilent(env)) };
  });
  const web = new SupervisedProcess(
    {
      name: 'web',
      script: script('web.mjs'),
      args: [env.host, String(env.port), ...(dev ? ['--dev'] : [])],
      execArgv: [],
      variables,
      logFile: logFile('web'),
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
    },
    log,
  );
  web.start();
  worker.start();
  return { all: [web, worker], webIsReady: untilHealthy(env, webListens) };
}

/** It listens, its pages can reach the database, and so a browser may be sent there. */
async function untilHealthy(env: Environment, listening: Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + WEB_LIMIT_MS;
  const patience = sleep(WEB_LIMIT_MS, 'late', { ref: false });
  if ((await Promise.race([listening, patience])) === 'late') throw webIsSilent(env);
  const host = env.host === '0.0.0.0' || env.host === '::' ? 'localhost' : env.host;
  const health = `http://${host.includes(':') ? `[${host}]` : host}:${env.port}/api/health`;
  while (Date.now() < giveUpAt) {
    if (
      await fetch(health).then(
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
  const file = join(env.dataFolder, 'log', 'web.log');
  return new AppError('unavailable', 'The web server does not start.', `Its log is ${file}.`);
}
