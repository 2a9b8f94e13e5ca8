import { readFileSync, readdirSync } from 'node:fs';

export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process of this machine that lives, by /proc. */
function livingProcesses(): SeenProcess[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, parent] = status.slice(status.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z' || state === 'X') return [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ pid, parent: Number(parent), command }];
      } catch {
        // It ended while it was looked at.
        return [];
      }
    });
}

export function childrenOf(parent: number): SeenProcess[] {
  return livingProcesses().filter((seen) => seen.parent === parent);
}

/** A process that is gone, or only waits for its parent to look, lives no more. */
export function lives(pid: number): boolean {
  return livingProcesses().some((seen) => seen.pid === pid);
}

/** The PostgreSQL whose cluster lies below this folder; null where none runs. */
export function findPostmaster(folder: string): number | null {
  const seen = livingProcesses().find(
    ({ command }) => /\/postgres -D /.test(command) && command.includes(` -D ${folder}/`),
  );
  return seen?.pid ?? null;
}

export function killIfAlive(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
