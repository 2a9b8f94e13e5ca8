import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { claimPort } from '@/server/free-port';
import { KeptProcess } from '../faults/processes/kept-process';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 180_000;

type Settings = Readonly<Record<string, string>>;

/** Hosts of one Winnow, each started by the command that an operator would type, with a data folder of its own. */
export class Fleet {
  private readonly hosts: KeptProcess[] = [];

  /** @param settings what each host is given */
  constructor(
    private readonly folder: string,
    private readonly settings: Settings,
  ) {}

  /** `winnow web`; the link that it prints once it is ready. */
  async startWeb(): Promise<URL> {
    const port = String(await claimPort('127.0.0.1', 0));
    const web = await this.start('web', { WINNOW_PORT: port, WINNOW_URL: `http://127.0.0.1:${port}` });
    const giveUpAt = Date.now() + START_LIMIT_MS;
    while (Date.now() < giveUpAt) {
      const link = /Winnow is ready: (http\S+)/.exec(web.log())?.[1];
      if (link !== undefined) return new URL(link);
      await sleep(100);
    }
    throw new Error(`winnow web does not start:\n${web.log().slice(-2000)}`);
  }

  /** `winnow worker`, with settings of its own beside those of all. */
  startWorker(settings: Settings = {}): Promise<KeptProcess> {
    return this.start('worker', settings);
  }

  async stop(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.stop()));
  }

  private async start(command: 'web' | 'worker', settings: Settings): Promise<KeptProcess> {
    const host = join(this.folder, `${command}-${this.hosts.length}`);
    await mkdir(host, { recursive: true });
    const kept = new KeptProcess({
      command: process.execPath,
      args: [join(ROOT, 'server/cli/winnow.mjs'), command],
      variables: {
        NODE_ENV: 'production',
        WINNOW_DATA: host,
        WINNOW_SAMPLE: 'off',
        ...this.settings,
        ...settings,
      },
      cwd: ROOT,
      logFile: join(host, 'console.log'),
    }).start();
    this.hosts.push(kept);
    return kept;
  }
}
