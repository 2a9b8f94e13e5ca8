import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database';
import { temporaryFolder } from '../support/temporary-folder';

const WORKER = fileURLToPath(new URL('../../server/worker.ts', import.meta.url));
/** Starts a worker as winnow serve does, and is gone before the worker has begun to listen for that. */
const PARENT = `
  const { fork } = require('node:child_process');
  const child = fork(process.argv[1], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  process.stdout.write(String(child.pid), () => process.kill(process.pid, 'SIGKILL'));
`;

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('a worker whose winnow serve was killed while it was starting ends too', async () => {
  const env = {
    ...process.env,
    DATABASE_URL: await createTestDatabase(),
    WINNOW_DATA: await temporaryFolder(),
  };
  const parent = spawn(process.execPath, ['-e', PARENT, WORKER], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  parent.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await once(parent, 'close');
  const pid = Number(printed);
  try {
    expect(pid).toBeGreaterThan(0);
    const giveUpAt = Date.now() + 60_000;
    while (lives(pid) && Date.now() < giveUpAt) await sleep(100);
    expect(lives(pid)).toBe(false);
  } finally {
    if (lives(pid)) process.kill(pid, 'SIGKILL');
  }
});
