import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { claimPort } from '@/server/free-port';

const run = promisify(execFile);
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'winnow');
const INSTALL_TIMEOUT_MS = 540_000;
const START_TIMEOUT_MS = 400_000;
/** Who signs in by the form. */
const OWNER = { email: 'owner@test.local', password: 'a-password' } as const;
const LEGACY_TOKEN = '0123456789abcdef0123456789abcdef01234567';
/**
 * Nothing is sent anywhere, nothing of the machine's own settings gets in, and a Winnow beside it may be called, which
 * answers slower than in production where tests keep every core busy.
 */
const ENVIRONMENT = {
  SSRF_PROTECTION_ENABLED: 'false',
  ML_BLOCK_LOCAL_IP: 'false',
  ML_TIMEOUT_HEALTH: '30',
  ML_TIMEOUT_SETUP: '30',
  WEBHOOK_TIMEOUT: '30',
  COLLECT_ANALYTICS: 'false',
  LATEST_VERSION_CHECK: '0',
  SENTRY_DSN: '',
  FRONTEND_SENTRY_DSN: '',
  SENTRY_RATE: '0',
  LABEL_STUDIO_HOST: '',
  no_proxy: '*',
};

/**
 * The Python of a virtual environment with this Label Studio, installed from PyPI into the user's cache folder the first
 * time; or why there is none.
 */
export async function installLabelStudio(version: string): Promise<{ python: string } | { missing: string }> {
  const folder = join(CACHE, `label-studio-${version}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return { python };
  const unfinished = `${folder}.${process.pid}`;
  try {
    await mkdir(CACHE, { recursive: true });
    await run('python3', ['-m', 'venv', unfinished]);
    const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', `label-studio==${version}`];
    await run(join(unfinished, 'bin', 'python'), pip, { timeout: INSTALL_TIMEOUT_MS });
    // Another run may have been faster.
    if (!existsSync(python)) await rename(unfinished, folder);
    return { python };
  } catch (error) {
    const [line] = (error as { stderr?: string; message: string }).stderr?.trim().split('\n').slice(-1) ?? [];
    return { missing: `Label Studio ${version} cannot be installed: ${line || (error as Error).message}` };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** A real Label Studio on this machine, with nothing in it, and its own API as its users call it. */
export class RealLabelStudio {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(python: string): Promise<RealLabelStudio> {
    const folder = await mkdtemp(join(tmpdir(), 'winnow-label-studio-'));
    // Making its database takes longest; the next runs begin with a copy of the empty one.
    const empty = `${dirname(dirname(python))}-data`;
    if (existsSync(empty)) await cp(empty, folder, { recursive: true });
    const port = await claimPort('127.0.0.1', 0);
    const child = spawn(
      python,
      [
        ...['-c', 'from label_studio.server import main; main()', 'start', '--no-browser'],
        ...['--internal-host', '127.0.0.1', '--port', String(port), '--data-dir', folder],
        ...['--username', OWNER.email, '--password', OWNER.password, '--user-token', LEGACY_TOKEN],
      ],
      {
        env: { ...process.env, ...ENVIRONMENT, LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN: 'true' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => (log = (log + bytes.toString()).slice(-4000)));
    }
    const server = new RealLabelStudio(`http://127.0.0.1:${port}`, child, folder);
    const until = Date.now() + START_TIMEOUT_MS;
    while (!(await server.answers())) {
      if (child.exitCode === null && Date.now() < until) await sleep(500);
      else {
        await server.stop();
        throw new Error(`Label Studio did not start:\n${log}`);
      }
    }
    if (!existsSync(empty)) await keepCopy(folder, empty);
    return server;
  }

  get owner(): typeof OWNER {
    return OWNER;
  }

  get legacyToken(): string {
    return LEGACY_TOKEN;
  }

  async personalToken(): Promise<string> {
    return (await this.call<{ token: string }>('POST', 'api/token/', {})).token;
  }

  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const files = body instanceof FormData;
    const response = await fetch(`${this.url}/${path}`, {
      method,
      headers: {
        authorization: `Token ${LEGACY_TOKEN}`,
        ...(!files && { 'content-type': 'application/json' }),
      },
      body: files ? body : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return (text === '' ? null : JSON.parse(text)) as Answer;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.kill('SIGTERM')) {
      await Promise.race([once(this.process, 'exit'), sleep(5000)]);
      this.process.kill('SIGKILL');
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/api/version/`)).ok;
    } catch {
      return false;
    }
  }
}

/** Whole or not at all, whoever else does the same. */
async function keepCopy(folder: string, place: string): Promise<void> {
  const unfinished = `${place}.${process.pid}`;
  await cp(folder, unfinished, { recursive: true });
  await rename(unfinished, place).catch(() => rm(unfinished, { recursive: true, force: true }));
}
