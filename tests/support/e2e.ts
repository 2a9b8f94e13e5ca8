import { test as base } from '@playwright/test';
import { findBrowser, INSTALL_COMMAND } from './find-browser';

/** Cookies of the signed-in owner, written by the global setup. */
export const E2E_STATE = 'tests/.results/owner.json';

export { expect } from '@playwright/test';

/** A test against the running server, signed in as the owner; skipped by name where no browser is installed. */
export const test = base.extend<{ browserIsThere: void; policyHolds: void }>({
  browserIsThere: [
    async ({}, use, testInfo) => {
      testInfo.skip(findBrowser() === null, `No Chromium found. Install one: ${INSTALL_COMMAND}`);
      await use();
    },
    { auto: true },
  ],
  /** Whatever a test walks through: the page needs nothing that its own content security policy refuses. */
  policyHolds: [
    async ({ context }, use) => {
      const refused: string[] = [];
      context.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) refused.push(message.text());
      });
      await use();
      if (refused.length > 0) throw new Error(refused.join('\n'));
    },
    { auto: true },
  ],
  baseURL: async ({}, use) => use(process.env.WINNOW_E2E_URL),
  storageState: async ({}, use) => use(E2E_STATE),
});
