import { test as base } from '@playwright/test';
import { findBrowser, INSTALL_COMMAND } from './find-browser';

/** Cookies of the signed-in owner, written by the global setup. */
export const E2E_STATE = 'tests/.results/owner.json';

export { expect } from '@playwright/test';

/** A test against the running server, signed in as the owner; skipped by name where no browser is installed. */
export const test = base.extend<{ browserIsThere: void }>({
  browserIsThere: [
    async ({}, use, testInfo) => {
      testInfo.skip(findBrowser() === null, `No Chromium found. Install one: ${INSTALL_COMMAND}`);
      await use();
    },
    { auto: true },
  ],
  baseURL: async ({}, use) => use(process.env.WINNOW_E2E_URL),
  storageState: async ({}, use) => use(E2E_STATE),
});
