import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import { AppError } from '@/lib/errors';
import { authSecret } from './auth/auth-secret';
import { ensureOwner } from './auth/owner.service';
import { createSignInLink } from './auth/sign-in-link';
import { createContainer } from './container';
import type { Container } from './container';
import { KeptDatabase } from './db/kept-database';
import { migrate } from './db/migrate';
import { childVariables } from './env';
import type { Environment } from './env';
import { claimPort } from './free-port';
import { createLog } from './log';
import { SupervisedProcess } from './supervised-process';

const WEB_LIMIT_MS = 120_000;

/** Undoes what was begun, newest first. */
type Undo = (() => Promise<void>)[];

/**
 * Everything on one machine: PostgreSQL (unless DATABASE_URL names one), migrations, owner, web, worker. Prints one
 * line with a sign-in link and returns after it was told to stop and everything has.
 */
export async function serve(settings: Environment, options: { dev: boolean }): Promise<void> {
  const undo: Undo = [];
  const told = toldToStop();
  try {
    const log = createLog(settings, 'main');
    const env = await prepareDatabase(settings, log, undo);
    const port = await claimPort(env.host, env.port);
    const running = { ...env, port, url: env.port === 0 ? env.url.replace(/:0$/, `:${port}`) : env.url };
    const container = createContainer(running, running.databaseUrl, log);
    undo.push(() => container.db.$disconnect());
    const owner = await ensureOwner(container);

    const processes = startProcesses(running, options, container);
    undo.push(async () => void (await Promise.all(processes.all.map((process) => process.stop()))));
    const stopped = await Promise.race([told.then(() => true), processes.webIsReady.then(() => false)]);
    if (stopped) return;
    const link = await createSignInLink(
      { db: container.db, secret: await authSecret(running), url: running.url },
      owner.email,
    );
    process.stdout.write(
      `Winnow is ready: ${link} (signs you in once, within the hour; Ctrl-C stops Winnow)\n`,
    );
    await told;
    process.once('SIGINT', () => processes.all.forEach((process) => process.kill()));
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

async function prepareDatabase(
  env: Environment,
  log: Logger,
  undo: Undo,
): Promise<Environment & { databaseUrl: string }> {
  let { databaseUrl } = env;
  if (databaseUrl === null) {
    const database = await KeptDatabase.start(env, log);
    undo.push(() => database.stop());
    databaseUrl = database.url;
  }
  await migrate(databaseUrl);
  return { ...env, databaseUrl };
}

function startProcesses(
  env: Environment & { databaseUrl: string },
  { dev }: { dev: boolean },
  { log }: Container,
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
  let ready: () => void = () => undefined;
  const webSaysReady = new Promise<void>((resolve) => (ready = resolve));
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
    ready,
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
  return { all: [web, worker], webIsReady: untilHealthy(env, webSaysReady) };
}

/** It listens, its pages can reach the database, and so a browser may be sent there. */
async function untilHealthy(env: Environment, listening: Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + WEB_LIMIT_MS;
  const late = () =>
    new AppError(
      'unavailable',
      'The web server does not answer.',
      `See ${join(env.dataFolder, 'log', 'web.log')}.`,
    );
  const patience = sleep(WEB_LIMIT_MS, 'late', { ref: false });
  if ((await Promise.race([listening, patience])) === 'late') throw late();
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
  throw late();
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
  });
}
