import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** `host:process:random`, so that a worker can tell which workers of its own host are gone. */
export function newWorkerName(): string {
  return `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
}

export const HOST_PREFIX = `${hostname()}:`;

/** Whether a worker of this host has certainly ended. A process id that is in use again may hide that. */
export function hasEnded(worker: string, self: string): boolean {
  const pid = Number(worker.slice(HOST_PREFIX.length).split(':')[0]);
  if (worker === self) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
