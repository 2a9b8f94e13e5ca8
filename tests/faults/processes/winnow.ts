import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { claimPort } from '@/server/free-port';
import { answerOf } from './answer-of';
import { KeptProcess } from './kept-process';
import { childrenOf } from './process-tree';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const WINNOW = join(ROOT, 'server/cli/winnow.mjs');
const START_LIMIT_MS = 600_000;

export interface WinnowSettings {
  readonly folder: string;
  /** null: Winnow brings its own PostgreSQL along */
  readonly databaseUrl: string | null;
  /** workers beside the one of `winnow serve` */
  readonly workers: number;
  readonly variables?: Readonly<Record<string, string>>;
  /** of `winnow worker` alone, beside the others */
  readonly variablesOfWorkers?: Readonly<Record<string, string>>;
  /** what runs the workers, with its arguments, e.g. in a network of their own */
  readonly runnerOfWorkers?: readonly [command: string, ...args: string[]];
  /** where blobs end up, left out where that is the data folder */
  readonly blobFolder?: string;
}

/** Winnow as an operator runs it: `winnow serve` and any number of `winnow worker`, each kept by a service manager. */
export class Winnow {
  private constructor(
    readonly url: string,
    readonly dataFolder: string,
    readonly blobFolder: string,
    readonly serve: KeptProcess,
    readonly workers: readonly KeptProcess[],
  ) {}

  /** Resolves once the address answers. */
  static async start(started: WinnowSettings): Promise<Winnow> {
    const { folder, databaseUrl, workers, variables = {} } = started;
    const dataFolder = join(folder, 'data');
    const logs = join(folder, 'log');
    mkdirSync(logs, { recursive: true });
    const port = await claimPort('127.0.0.1', 0);
    const url = `http://127.0.0.1:${port}`;
    const settings = {
      NODE_ENV: 'production',
      WINNOW_DATA: dataFolder,
      WINNOW_PORT: String(port),
      WINNOW_SAMPLE: 'off',
      ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
      ...variables,
    };
    const keep = (name: string, command: string, more = {}, runner: readonly string[] = []) => {
      const [first = '', ...args] = [...runner, process.execPath, WINNOW, command];
      return new KeptProcess({
        command: first,
        args,
        variables: { ...settings, ...more },
        cwd: ROOT,
        logFile: join(logs, `${name}.log`),
      });
    };
    const serve = keep('serve', 'serve').start();
    const others = Array.from({ length: workers }, (_, index) =>
      keep(`worker-${index + 1}`, 'worker', started.variablesOfWorkers, started.runnerOfWorkers),
    );
    const blobFolder = started.blobFolder ?? join(dataFolder, 'blobs');
    const winnow = new Winnow(url, dataFolder, blobFolder, serve, others);
    await winnow.untilReady(START_LIMIT_MS);
    for (const worker of others) worker.start();
    return winnow;
  }

  /** The link that `winnow serve` printed last; it appears a moment after the address answers. */
  async signInLink(): Promise<URL> {
    const giveUpAt = Date.now() + START_LIMIT_MS;
    while (Date.now() < giveUpAt) {
      const link = [...this.serve.log().matchAll(/Winnow is ready: (http\S+)/g)].at(-1)?.[1];
      if (link !== undefined) return new URL(link);
      await sleep(100);
    }
    throw new Error(`winnow serve printed no link:\n${this.serve.log().slice(-2000)}`);
  }

  /** Process ids of the web process and the worker that `winnow serve` started. */
  children(): { web: number | null; worker: number | null } {
    const { pid } = this.serve;
    const seen = pid === null ? [] : childrenOf(pid);
    const find = (script: string) => seen.find(({ command }) => command.includes(script))?.pid ?? null;
    return { web: find('web.mjs'), worker: find('worker.ts') };
  }

  async isReady(): Promise<boolean> {
    try {
      const { response } = await answerOf(`${this.url}/api/ready`, 5000);
      return response.ok;
    } catch {
      return false;
    }
  }

  async untilReady(limitMs: number): Promise<void> {
    const giveUpAt = Date.now() + limitMs;
    while (!(await this.isReady())) {
      if (Date.now() > giveUpAt) throw new Error(`Winnow does not answer:\n${this.serve.log().slice(-2000)}`);
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.workers, this.serve].map((kept) => kept.stop()));
  }
}
