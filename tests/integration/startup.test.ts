import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Winnow {
  readonly process: ChildProcess;
  /** The one line that it printed. */
  readonly line: string;
  readonly link: URL;
  readonly stderr: () => string;
}

const { DATABASE_URL: _database, ...withoutDatabase } = process.env;
let dataFolder: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  const setup = spawnSync(process.execPath, ['server/setup.mjs', '--build'], { cwd: ROOT, encoding: 'utf8' });
  if (setup.status !== 0) throw new Error(setup.stderr);
  dataFolder = await mkdtemp(join(tmpdir(), 'winnow-startup-'));
  await chmod(dataFolder, 0o711);
}, 300_000);

afterAll(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) await stop(child);
  await rm(dataFolder, { recursive: true, force: true });
});

function launch(variables: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: ROOT,
    env: {
      ...withoutDatabase,
      WINNOW_DATA: dataFolder,
      WINNOW_PORT: '0',
      WINNOW_SAMPLE: 'off',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

async function start(): Promise<Winnow> {
  const child = launch();
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  if (!child.stdout) throw new Error('no stdout');
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`Winnow ended: ${stderr}`)));
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [
    string,
  ];
  ended.catch(() => undefined);
  return { process: child, line, link: new URL(/http\S+/.exec(line)?.[0] ?? ''), stderr: () => stderr };
}

async function stop(child: ChildProcess): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGINT');
  return (await ended)[0];
}

async function signIn({ link }: Winnow): Promise<{ response: Response; cookie: string }> {
  const body = new URLSearchParams({ token: link.searchParams.get('token') ?? '' });
  const headers = { origin: link.origin };
  const response = await fetch(new URL('/sign-in/confirm', link), {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
  });
  const cookie = response.headers.getSetCookie().map((text) => text.split(';')[0]);
  return { response, cookie: cookie.join('; ') };
}

describe('npm start', () => {
  let winnow: Winnow;
  let cookie: string;

  beforeAll(async () => {
    winnow = await start();
    const page = await fetch(winnow.link);
    expect(await page.text()).toContain('Sign in');
    const signedIn = await signIn(winnow);
    expect(signedIn.response.headers.get('location')).toBe('/');
    ({ cookie } = signedIn);
  });

  it('answers the owner, who was signed in by the printed link', async () => {
    const answer = await fetch(new URL('/api/trpc/session.me', winnow.link), { headers: { cookie } });
    expect(await answer.json()).toMatchObject({
      result: { data: { json: { email: 'owner@winnow.local' } } },
    });
    const page = await fetch(new URL('/projects', winnow.link), { headers: { cookie }, redirect: 'manual' });
    expect(page.status).toBe(200);
  });

  it('shows no page but those of signing in to whoever is not signed in', async () => {
    const files = await readdir(join(ROOT, 'app'), { recursive: true });
    const pages = files.filter((file) => file.endsWith('page.tsx')).map(dirname);
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages.filter((path) => path.split('/')[0] !== 'sign-in')) {
      const path = page === '.' ? '/' : `/${page.replace(/\[\w+\]/g, '0')}`;
      const response = await fetch(new URL(path, winnow.link), { redirect: 'manual' });
      expect(response.headers.get('location'), path).toBe('/sign-in');
    }
  });

  it('sends headers that keep other sites out', async () => {
    const { headers } = await fetch(new URL('/sign-in', winnow.link));
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe-eval');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('gives the owner another link on the command line', async () => {
    const command = spawnSync(process.execPath, ['server/cli/winnow.mjs', 'sign-in-link'], {
      cwd: ROOT,
      env: { ...withoutDatabase, WINNOW_DATA: dataFolder, WINNOW_PORT: winnow.link.port },
      encoding: 'utf8',
    });
    const { response } = await signIn({ ...winnow, link: new URL(command.stdout.trim()) });
    expect(response.headers.get('location')).toBe('/');
    expect(response.headers.getSetCookie()).not.toEqual([]);
  });

  it('starts PostgreSQL again when it is killed', async () => {
    const lockFile = join(dataFolder, 'postgres', 'postmaster.pid');
    const pid = Number((await readFile(lockFile, 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    const ready = async () => (await fetch(new URL('/api/ready', winnow.link))).status;
    while ((await ready()) !== 503) await sleep(50);
    while ((await ready()) !== 200) await sleep(100);
    const page = await fetch(new URL('/projects', winnow.link), { headers: { cookie }, redirect: 'manual' });
    expect(page.status).toBe(200);
  });

  it('refuses to be started twice on the same data', async () => {
    const second = launch();
    let stderr = '';
    second.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(second, 'exit')) as [number];
    expect(code).toBe(1);
    expect(stderr).toContain('runs already');
    expect((await fetch(new URL('/api/ready', winnow.link))).status).toBe(200);
  });

  it('says which setting to change where the port is taken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'winnow-startup-'));
    await chmod(folder, 0o711);
    const second = launch({ WINNOW_DATA: folder, WINNOW_PORT: winnow.link.port });
    let stderr = '';
    second.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(second, 'exit')) as [number];
    await rm(folder, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(stderr).toContain('WINNOW_PORT');
  });

  it('stops cleanly on Ctrl-C, with PostgreSQL, and starts again with what was there', async () => {
    expect(await stop(winnow.process)).toBe(0);
    expect(
      await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => null),
    ).toBeNull();

    const again = await start();
    const stillSignedIn = await fetch(new URL('/api/trpc/session.me', again.link), { headers: { cookie } });
    expect(stillSignedIn.status).toBe(200);
    expect(again.link.searchParams.get('token')).not.toBe(winnow.link.searchParams.get('token'));
    expect(await stop(again.process)).toBe(0);
  });

  it('recovers when it was killed -9 together with nothing else', async () => {
    const killed = await start();
    killed.process.kill('SIGKILL');
    await once(killed.process, 'exit');
    const again = await start();
    expect((await fetch(new URL('/api/ready', again.link))).status).toBe(200);
    expect(await stop(again.process)).toBe(0);
  });
});
