import { spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '@/lib/errors';
import type { PostgresAccount } from './postgres-account';

export interface RunningPostgres {
  readonly pid: number;
  readonly port: number;
}

const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 30_000;

export function postgresUrl(port: number, password: string, database: string): string {
  return `postgresql://winnow:${password}@127.0.0.1:${port}/${database}`;
}

/** The server that runs on this cluster, started by whomever; null when none does. A stale lock file is removed. */
export async function findRunning(cluster: string): Promise<RunningPostgres | null> {
  const lockFile = join(cluster, 'postmaster.pid');
  const lines = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!pid) return null;
  if (!(await isPostgres(pid))) {
    await rm(lockFile, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]) };
}

/** After a crash or a restarted container the recorded id may belong to some other program. */
async function isPostgres(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (status !== null) return /^\d+ \(postgres\) [^ZX]/.test(status);
  return process.platform !== 'linux' && mayExist(pid);
}

function mayExist(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export interface StartOptions {
  readonly binary: string;
  readonly cluster: string;
  readonly logFile: string;
  readonly account: PostgresAccount | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly port: number;
}

/** Starts the server, for 127.0.0.1 alone; in a process group of its own, so that Ctrl-C stops it last. */
export async function startPostgres(options: StartOptions): Promise<RunningPostgres> {
  const { port } = options;
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ...options.settings,
  };
  const log = await open(options.logFile, 'a');
  const child = spawn(
    options.binary,
    [
      '-D',
      options.cluster,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...options.account, detached: true, cwd: options.cluster, stdio: ['ignore', log.fd, log.fd] },
  );
  try {
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  } finally {
    await log.close();
  }
  child.unref();
  if (child.pid === undefined) throw new AppError('unavailable', 'PostgreSQL could not be started.');
  return { pid: child.pid, port };
}

/** Waits until the server answers; crash recovery may take its time. */
export async function waitUntilReady(
  running: RunningPostgres,
  password: string,
  logFile: string,
): Promise<void> {
  const giveUpAt = Date.now() + START_LIMIT_MS;
  while (Date.now() < giveUpAt) {
    if (!(await isPostgres(running.pid))) break;
    if (await answers(running.port, password)) return;
    await sleep(40);
  }
  const reason = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n');
  throw new AppError('unavailable', `PostgreSQL does not start:\n${reason}`, `Its log is ${logFile}.`);
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgresUrl(port, password, 'postgres') });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03') return false;
    throw new AppError('unavailable', `PostgreSQL refuses Winnow: ${(error as Error).message}`, '', {
      cause: error,
    });
  }
}

/** Fast shutdown: open transactions are rolled back, everything is written, then it ends. */
export async function stopPostgres(running: RunningPostgres): Promise<void> {
  if (!(await isPostgres(running.pid))) return;
  process.kill(running.pid, 'SIGINT');
  const giveUpAt = Date.now() + STOP_LIMIT_MS;
  while (await isPostgres(running.pid)) {
    if (Date.now() > giveUpAt)
      throw new AppError('unavailable', `PostgreSQL (pid ${running.pid}) does not stop.`);
    await sleep(20);
  }
}
