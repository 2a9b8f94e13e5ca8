import { expect, test as base } from '@playwright/test';
import { E2E_STATE, test } from '../support/e2e';

test('the pages run under their own policy', async ({ page }) => {
  for (const path of ['/projects', '/account', '/laboratory', '/api/docs', '/no/such/page']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
});

// Not with the fixtures of the others: here the policy is meant to refuse.
base('what somebody wrote into a page does not run', async ({ browser }) => {
  base.skip(process.env.WINNOW_E2E_URL === undefined, 'No Chromium found.');
  const page = await browser.newPage({ storageState: E2E_STATE });
  await page.goto(`${process.env.WINNOW_E2E_URL}/projects`);
  const ran = await page.evaluate(async () => {
    const marks: string[] = [];
    Object.assign(window, { mark: (name: string) => marks.push(name) });
    const place = document.createElement('div');
    document.body.append(place);
    place.innerHTML = '<img src="x:" onerror="mark(\'handler\')"><a href="javascript:mark(\'link\')">x</a>';
    place.querySelector('a')?.click();
    // A script of markup as a parser meets it; what a page writes into itself by innerHTML runs in no browser.
    const frame = document.createElement('iframe');
    frame.srcdoc = "<script>parent.mark('script')</script>";
    place.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return marks.filter(Boolean);
  });
  await page.close();
  expect(ran).toEqual([]);
});
