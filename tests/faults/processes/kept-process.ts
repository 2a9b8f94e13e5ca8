import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a service manager waits before it starts again what ended (systemd's default is 100 ms). */
const PAUSE_MS = 200;

export interface KeptProcessDescription {
  readonly command: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile: string;
}

/** Of this suite, so that none outlives it. */
const living = new Set<KeptProcess>();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    for (const kept of living) kept.giveUp();
    process.exit(1);
  });
}

/** A process that is started again whenever it ends, as by systemd with Restart=always. */
export class KeptProcess {
  private child: ChildProcess | null = null;
  private stopping = false;
  private ended: Promise<unknown> = Promise.resolve();
  /** how often it ended without being asked to by `stop` */
  ends = 0;

  constructor(private readonly description: KeptProcessDescription) {}

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  start(): this {
    living.add(this);
    const { command, args, variables, cwd, logFile } = this.description;
    const log = openSync(logFile, 'a');
    const child = spawn(command, [...args], {
      cwd,
      env: { ...process.env, ...variables },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.child = child;
    this.ended = once(child, 'exit').then(() => {
      this.child = null;
      if (this.stopping) return;
      this.ends++;
      void sleep(PAUSE_MS).then(() => this.stopping || this.start());
    });
    return this;
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** All of its process group at once. */
  signalGroup(name: NodeJS.Signals): void {
    if (this.child?.pid !== undefined) process.kill(-this.child.pid, name);
  }

  /** Without waiting for anything. */
  giveUp(): void {
    this.stopping = true;
    this.signalGroup('SIGKILL');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    living.delete(this);
    const { child } = this;
    if (!child) return;
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const patience = sleep(15_000, 'late', { ref: false });
    if ((await Promise.race([this.ended, patience])) === 'late') this.signalGroup('SIGKILL');
    await this.ended;
  }

  log(): string {
    return readFileSync(this.description.logFile, 'utf8');
  }
}
