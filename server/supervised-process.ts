import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface ProcessDescription {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly execArgv: readonly string[];
  readonly variables: NodeJS.ProcessEnv;
  /** What it prints goes here; null: to this console. */
  readonly logFile: string | null;
  /** How long it may take to end when it is asked to. */
  readonly stopLimitMs: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** Whoever ran that long was well; the next pause is short again. */
const WELL_MS = 60_000;

/** A child process that is started again when it ends, after a pause that grows. */
export class SupervisedProcess {
  private child: ChildProcess | null = null;
  private stopping = false;
  private pause = FIRST_PAUSE_MS;

  constructor(
    private readonly description: ProcessDescription,
    private readonly log: Logger,
    private readonly events: { ready?: () => void; endedByItself?: () => void } = {},
  ) {}

  start(): void {
    const { script, args, execArgv, variables, logFile } = this.description;
    const output = logFile === null ? null : openSync(logFile, 'a');
    const startedAt = Date.now();
    const child = fork(script, [...args], {
      execArgv: [...execArgv],
      env: variables,
      stdio: ['ignore', output ?? 'inherit', output ?? 'inherit', 'ipc'],
    });
    if (output !== null) closeSync(output);
    this.child = child;
    child.on('message', (message) => message === 'ready' && this.events.ready?.());
    child.once('exit', (code, signal) => {
      this.child = null;
      if (this.stopping) return;
      const { name } = this.description;
      this.log.error({ code, signal, output: logFile }, `the ${name} process ended; it is started again`);
      this.events.endedByItself?.();
      void this.startAgain(Date.now() - startedAt);
    });
  }

  /** Asks it to end, waits, and ends it. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const patience = sleep(this.description.stopLimitMs, 'late', { ref: false });
    if ((await Promise.race([ended, patience])) === 'late') this.kill();
    await ended;
  }

  kill(): void {
    this.child?.kill('SIGKILL');
  }

  private async startAgain(ranFor: number): Promise<void> {
    if (ranFor > WELL_MS) this.pause = FIRST_PAUSE_MS;
    await sleep(this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE_MS);
    if (!this.stopping) this.start();
  }
}
