import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { AppError } from '@/lib/errors';
import { claimPort } from '../free-port';
import { secretFromFile } from '../secret-file';
import { postgresAccount } from './postgres-account';
import type { PostgresAccount } from './postgres-account';
import { knownCluster, postgresPlace } from './postgres-place';
import { findRunning, postgresUrl, startPostgres, stopPostgres, waitUntilReady } from './postgres-process';
import type { RunningPostgres } from './postgres-process';

const run = promisify(execFile);
const PASSWORD_FILE = 'postgres-password';

export interface EmbeddedDatabase {
  /** Of the database `winnow`. */
  readonly url: string;
  urlOf(database: string): string;
  /** After it ended by itself or was killed: the same address again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The PostgreSQL that lies in the data folder: made at the first start, joined where it still runs (its Winnow was
 * killed), started otherwise. It listens on 127.0.0.1 alone and asks for a random password kept beside it (0600).
 */
export async function startEmbeddedDatabase(options: {
  dataFolder: string;
  settings?: Readonly<Record<string, string>>;
}): Promise<EmbeddedDatabase> {
  const account = await postgresAccount();
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
  // PostgreSQL's account passes through to its own folder, but lists nothing.
  await chmod(options.dataFolder, account ? 0o711 : 0o700);
  const password = await secretFromFile(join(options.dataFolder, PASSWORD_FILE));
  const { binaries, cluster } = await postgresPlace(options.dataFolder, account);
  await mkdir(join(options.dataFolder, 'log'), { recursive: true, mode: 0o700 });
  const logFile = join(options.dataFolder, 'log', 'postgres.log');

  if (!(await exists(join(cluster, 'PG_VERSION'))))
    await initialize(binaries.initdb, cluster, password, account);
  const ready = (candidate: RunningPostgres) => waitUntilReady(candidate, password, logFile);
  const start = (port: number) =>
    startPostgres({
      binary: binaries.postgres,
      cluster,
      logFile,
      account,
      settings: options.settings ?? {},
      port,
    });
  let running = await joinOrStart(cluster, async () => start(await claimPort('127.0.0.1', 0)), ready);
  const { port } = running;
  const urlOf = (database: string) => postgresUrl(port, password, database);
  await createDatabase(urlOf('postgres'), 'winnow');
  return {
    url: urlOf('winnow'),
    urlOf,
    async restart() {
      running = await joinOrStart(cluster, () => start(port), ready);
    },
    stop: () => stopPostgres(running),
  };
}

/** Address of the PostgreSQL of this data folder, where it runs; null where it does not. */
export async function findEmbeddedDatabase(dataFolder: string): Promise<string | null> {
  const password = await readFile(join(dataFolder, PASSWORD_FILE), 'utf8').catch(() => null);
  const running = password === null ? null : await findRunning(await knownCluster(dataFolder));
  return password !== null && running ? postgresUrl(running.port, password, 'winnow') : null;
}

/**
 * Of two starts at the same moment one gets the cluster's lock file; the other one joins it. One that is joined may be
 * about to end: then a new one is started.
 */
async function joinOrStart(
  cluster: string,
  start: () => Promise<RunningPostgres>,
  ready: (candidate: RunningPostgres) => Promise<void>,
): Promise<RunningPostgres> {
  const joined = await findRunning(cluster);
  const found = joined ?? (await start());
  try {
    await ready(found);
    return found;
  } catch (error) {
    const other = (await findRunning(cluster)) ?? (joined ? await start() : null);
    if (!other || other.pid === found.pid) throw error;
    await ready(other);
    return other;
  }
}

/** Made under a temporary name and renamed, so that a killed first start leaves no half a cluster. */
async function initialize(
  initdb: string,
  cluster: string,
  password: string,
  account: PostgresAccount | null,
): Promise<void> {
  const workshop = `${cluster}.${randomUUID()}`;
  const passwordFile = join(workshop, 'password');
  const fresh = join(workshop, 'cluster');
  await mkdir(dirname(cluster), { recursive: true, mode: 0o755 });
  await mkdir(workshop, { mode: 0o700 });
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account) {
      await chown(workshop, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    const args = [
      `--pgdata=${fresh}`,
      '--username=winnow',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
    ];
    // The builtin locale sorts alike on every machine.
    args.push('--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
    await run(initdb, [...args, '--no-instructions'], { ...account, cwd: workshop });
    await rename(fresh, cluster);
  } catch (error) {
    if (await exists(join(cluster, 'PG_VERSION'))) return;
    const said = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    throw new AppError('unavailable', `PostgreSQL's cluster could not be made in ${cluster}: ${said}`, '', {
      cause: error,
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Another start made it in this very moment.
    if ((error as { code?: string }).code !== '42P04' && (error as { code?: string }).code !== '23505')
      throw error;
  } finally {
    await client.end();
  }
}

async function exists(path: string): Promise<boolean> {
  return Boolean(await stat(path).catch(() => null));
}
