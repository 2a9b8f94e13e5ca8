import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import type { FullConfig } from '@playwright/test';
import { E2E_STATE } from './e2e';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts the real thing, as `npm start` does, in a data folder of its own; signs in once with the printed link. */
export default async function setup(config: FullConfig) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'winnow-e2e-'));
  const port = await freePort();
  const winnow = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    env: { ...process.env, WINNOW_DATA: dataFolder, WINNOW_PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const link = await new Promise<string>((resolve, reject) => {
    createInterface({ input: winnow.stdout }).on('line', (line) => {
      const found = /https?:\/\/\S+/.exec(line);
      if (found) resolve(found[0]);
    });
    winnow.once('exit', (code) =>
      reject(new Error(`Winnow ended with status ${code} before it printed its link.`)),
    );
  });

  const { launchOptions } = config.projects[0]?.use ?? {};
  const browser = await chromium.launch(launchOptions);
  const page = await browser.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await mkdir('tests/.results', { recursive: true });
  await page.context().storageState({ path: E2E_STATE });
  await browser.close();
  process.env.WINNOW_E2E_URL = `http://127.0.0.1:${port}`;
  process.env.WINNOW_E2E_DATA = dataFolder;

  return async () => {
    winnow.kill('SIGINT');
    if (winnow.exitCode === null) await once(winnow, 'exit');
    await rm(dataFolder, { recursive: true, force: true });
  };
}
