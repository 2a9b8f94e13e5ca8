import { defineConfig } from '@playwright/test';
import { findBrowser, INSTALL_COMMAND } from './tests/support/find-browser';

const executablePath = findBrowser();

if (executablePath === null && process.env.CI) {
  throw new Error(`The browser tests need Chromium and none was found. Install one: ${INSTALL_COMMAND}`);
}

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'tests/.results/e2e',
  // Without a browser every test is still listed, as skipped, by tests/support/e2e.ts.
  globalSetup: executablePath === null ? undefined : './tests/support/e2e-setup.ts',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    launchOptions: {
      executablePath: executablePath ?? undefined,
      // Chromium's sandbox cannot start as root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
});
