import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Workers of this very process; another name with its process id is of an earlier process. */
const namedHere = new Set<string>();

/** `host/processes:process:random`, so that a worker can tell which workers of its own host are gone. */
export function newWorkerName(): string {
  const name = `${HOST_PREFIX}${process.pid}:${randomBytes(4).toString('hex')}`;
  namedHere.add(name);
  return name;
}

/** Containers and cloned machines may share a name; process ids mean something only where they are counted together. */
export const HOST_PREFIX = `${hostname()}${processSpace()}:`;

export function hostOfWorker(worker: string): string {
  return /^[^/:]*/.exec(worker)?.[0] ?? worker;
}

/** Whether a worker of this host has certainly ended. A process id that is in use again may hide that. */
export function hasEnded(worker: string): boolean {
  const pid = Number(worker.slice(HOST_PREFIX.length).split(':')[0]);
  if (namedHere.has(worker)) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The running system and its process namespace, in short; empty where the system does not tell. */
function processSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    const space = readlinkSync('/proc/self/ns/pid');
    return `/${createHash('sha256').update(boot).update(space).digest('hex').slice(0, 6)}`;
  } catch {
    return '';
  }
}
