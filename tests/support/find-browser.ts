import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

/** The command that installs a browser where none is found. */
export const INSTALL_COMMAND =
  process.platform === 'linux' ? 'sudo apt-get install chromium' : 'npx playwright install chromium';

/** Path of an installed Chromium: `WINNOW_CHROMIUM`, one on the PATH, a usual place, or Playwright's own; null where there is none. */
export function findBrowser(): string | null {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const usual = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  const candidates = [process.env.WINNOW_CHROMIUM ?? '', ...onPath, ...usual, chromium.executablePath()];
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null;
}
