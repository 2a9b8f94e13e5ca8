import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { WINNOW } from '../support/run-winnow';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestDatabase } from '../support/test-database';

it('a worker in a container says on stdout what it does, and writes no file that nobody would read', async () => {
  const folder = await temporaryFolder();
  const worker = spawn(process.execPath, [WINNOW, 'worker'], {
    env: {
      ...process.env,
      DATABASE_URL: await createTestDatabase(),
      WINNOW_DATA: folder,
      WINNOW_LOG: 'console',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(worker, 'exit');
  const said: unknown[] = [];
  for await (const line of createInterface({ input: worker.stdout })) {
    const entry = JSON.parse(line) as { msg?: unknown };
    said.push(entry.msg);
    if (entry.msg === 'worker started') worker.kill('SIGTERM');
  }
  expect(said).toContain('worker stopped');
  expect(await ended).toEqual([0, null]);
  expect(existsSync(join(folder, 'log'))).toBe(false);
});
