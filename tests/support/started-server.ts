import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { claimPort } from '@/server/free-port';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `winnow serve` on a port of its own, with web process and worker; the app must be built. */
export class StartedServer {
  private constructor(
    /** signs the owner in once */
    readonly link: URL,
    private readonly variables: Readonly<Record<string, string>>,
    private child: ChildProcess,
  ) {}

  /** With the settings of this process, but for those given. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<StartedServer> {
    const port = await claimPort('127.0.0.1', 0);
    const variables = { ...settings, WINNOW_SAMPLE: 'off', WINNOW_PORT: String(port) };
    const { child, line } = await launch(variables);
    return new StartedServer(new URL(/http\S+/.exec(line)?.[0] ?? ''), variables, child);
  }

  get url(): string {
    return this.link.origin;
  }

  /** Of the process that started all others. */
  get processId(): number {
    return this.child.pid ?? NaN;
  }

  /** where it listens, whatever address browsers are told */
  get localUrl(): string {
    return `http://127.0.0.1:${this.variables.WINNOW_PORT}`;
  }

  /** As when the power goes: all of its processes at once, and nobody is asked. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  }

  async restart(): Promise<void> {
    this.child = (await launch(this.variables)).child;
  }
}

/** A process group of its own, so that its children can be killed with it. */
async function launch(
  variables: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, ...variables, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error('Winnow ended. Is the app built? node server/setup.mjs --build')),
  );
  const printed = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const [line] = await Promise.race([printed, ended]);
  ended.catch(() => undefined);
  return { child, line };
}
