import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { AppError } from '@/lib/errors';
import { authSecret } from './auth/auth-secret';
import { ensureOwner } from './auth/owner.service';
import { createSignInLink } from './auth/links';
import { createContainer } from './container';
import { KeptDatabase } from './db/kept-database';
import { migrate } from './db/migrate';
import type { Environment } from './env';
import { claimPort } from './free-port';
import { createLog } from './log';
import { startProcesses } from './start-processes';

/** Where all services of a host begin at once, the database is the last. */
const DATABASE_PATIENCE_MS = 30_000;

/** Undoes what was begun, newest first. */
type Undo = (() => Promise<void>)[];

/**
 * Everything on one machine: PostgreSQL (unless DATABASE_URL names one), migrations, owner, web and, unless others do
 * its work, a worker. Prints one line with a sign-in link and returns after it was told to stop and everything has.
 */
export async function serve(
  settings: Environment,
  options: { dev: boolean; worker: boolean },
): Promise<void> {
  if (!options.dev) requireBuild();
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

    const processes = startProcesses(running, options, log);
    undo.push(async () => void (await Promise.all(processes.all.map((process) => process.stop()))));
    const stopped = await Promise.race([told.then(() => true), processes.webIsReady.then(() => false)]);
    if (stopped) return;
    const link = await createSignInLink(
      { db: container.db, secret: await authSecret(container), url: running.url },
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
  if (env.databaseUrl !== null) {
    await migrate(env.databaseUrl, { patienceMs: DATABASE_PATIENCE_MS });
    return { ...env, databaseUrl: env.databaseUrl };
  }
  const database = await KeptDatabase.start(env, log);
  undo.push(() => database.stop());
  await migrate(database.url);
  return { ...env, databaseUrl: database.url };
}

/** Fails before anything is started, because the web process could only say it in its log. */
function requireBuild(): void {
  if (existsSync(new URL('../.next/BUILD_ID', import.meta.url))) return;
  throw new AppError(
    'unavailable',
    'The app is not built yet.',
    'Run `npm start`, or `node server/setup.mjs --build` first.',
  );
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
  });
}
