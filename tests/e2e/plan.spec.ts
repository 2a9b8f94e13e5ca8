import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/e2e';
import { openProject, SAMPLE } from '../support/project-path';

test('a plan says what a target takes, what a budget buys, and is signed on paper', async ({ page }) => {
  test.setTimeout(420_000);
  const project = await openProject(page, SAMPLE);
  // the sample's own study is at work since the start
  await page.goto(`${project}/report`);
  await expect(page.getByRole('link', { name: 'curves.csv' })).toBeVisible({ timeout: 360_000 });
  await page.goto(`${project}/plan`);
  const source = page.getByRole('combobox', { name: 'Measured by' });
  await source.click();
  await page
    .getByRole('option', { name: /^Study: / })
    .last()
    .click();
  const answer = page.getByRole('region', { name: 'What it takes' });
  await page.getByLabel('Test error to reach').fill('30');
  await page.getByLabel('Test error to reach').press('Tab');
  await expect(answer.getByText(/30\s%/).first()).toBeVisible();
  await page.getByLabel('Budget in all').fill('900');
  await page.getByLabel('Budget in all').press('Tab');
  await expect(answer.getByText(/^The budget of 900 labels buys/)).toBeVisible();

  const prices = page.getByRole('region', { name: 'Prices and times' });
  await prices.getByLabel('An answer', { exact: true }).fill('0.5');
  await prices.getByRole('button', { name: 'Save prices' }).click();
  const scenarios = page.getByRole('table', { name: 'Scenarios' });
  await expect(scenarios.getByText('450.00 EUR').first()).toBeVisible();
  await scenarios.getByRole('button', { name: 'Expected error' }).click();
  await expect(scenarios.getByRole('columnheader', { name: 'Expected error' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await page.reload();
  await expect(answer.getByText(/^The budget of 900 labels buys/)).toBeVisible();

  for (const [link, start] of [
    ['One page to sign (PDF)', '%PDF-1.7'],
    ['scenarios.csv', 'surrogate,surrogate_labels,scheme,'],
  ] as const) {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: link }).click();
    const bytes = await readFile(await (await download).path());
    expect(bytes.subarray(0, start.length).toString()).toBe(start);
  }
  await prices.getByLabel('An answer', { exact: true }).fill('');
  await prices.getByRole('button', { name: 'Save prices' }).click();
  await expect(scenarios.getByText('EUR')).toHaveCount(0);
});
