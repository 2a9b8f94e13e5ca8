import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { claimPort } from '@/server/free-port';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The app as browsers get it; nothing where it is built already. */
export function buildApp(): void {
  const setup = spawnSync(process.execPath, ['server/setup.mjs', '--build'], { cwd: ROOT, encoding: 'utf8' });
  if (setup.status !== 0) throw new Error(setup.stderr);
}

export interface WebServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it wrote to stdout and stderr so far. */
  output(): string;
}

/** The web process alone, as `winnow web` starts it, with the settings of this process and these. */
export async function startWebServer(
  settings: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Promise<WebServer> {
  const port = await claimPort('127.0.0.1', 0);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['server/web.mjs', '127.0.0.1', String(port), ...options], {
    cwd: ROOT,
    env: { ...process.env, WINNOW_URL: url, ...settings, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`The web server ended: ${output}`)));
  ended.catch(() => undefined);
  const answers = async () => {
    while (!(await fetch(`${url}/api/health`).catch(() => null))?.ok) await sleep(50);
  };
  await Promise.race([answers(), ended]);
  return { url, process: child, output: () => output };
}
