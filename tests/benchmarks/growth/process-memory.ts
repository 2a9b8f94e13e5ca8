import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 250;

/** Peak memory of a process and all that it started, shared pages counted once (PSS), by what they are; Linux only. */
export class ProcessMemory {
  private readonly peaks = new Map<string, number>();
  private readonly stopped = new AbortController();
  private readonly watching: Promise<void>;

  constructor(private readonly root: number) {
    this.watching = this.watch();
  }

  /** Megabytes; `all` is the peak of their sum. */
  async stop(): Promise<ReadonlyMap<string, number>> {
    this.stopped.abort();
    await this.watching;
    return this.peaks;
  }

  private async watch(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const now = new Map<string, number>([['all', 0]]);
      for (const pid of await descendants(this.root)) {
        const megabytes = await proportionalMegabytes(pid);
        for (const name of ['all', await kindOf(pid)]) now.set(name, (now.get(name) ?? 0) + megabytes);
      }
      for (const [name, megabytes] of now)
        this.peaks.set(name, Math.max(megabytes, this.peaks.get(name) ?? 0));
      await sleep(INTERVAL_MS);
    }
  }
}

async function descendants(root: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (stat) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

async function proportionalMegabytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
}

async function kindOf(pid: number): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return ['web', 'worker', 'postgres'].find((kind) => command.includes(kind)) ?? 'main';
}
