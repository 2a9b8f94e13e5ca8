import { expect, test } from '../support/e2e';
import { openProject, SAMPLE } from '../support/project-path';

test('an analysis of the sample: from the form to charts, tables and files', async ({ page }) => {
  // it waits for its turn behind the sample's study
  test.setTimeout(480_000);
  await page.goto(`${await openProject(page, SAMPLE)}/analysis`);
  await page.getByLabel('Epochs').fill('3');
  await page.getByRole('button', { name: 'Start the analysis' }).click();
  await expect(page.getByRole('heading', { name: 'Gradients over the epochs' })).toBeVisible({
    timeout: 360_000,
  });
  for (const chart of [/over the epochs/, /Norms of minibatches/, /Label entropy/, /Overlap/, /Simplicity/]) {
    await expect(page.getByRole('img', { name: chart }).first()).toBeVisible();
  }
  await expect(page.getByText(/^Simplicity 0\.\d\d: /)).toBeVisible();

  await page.getByText('The same numbers as a table').first().click();
  await expect(page.getByRole('table', { name: 'Simplicity and redundancy' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'epochs-mlp.png' }).click();
  expect((await download).suggestedFilename()).toBe('epochs-mlp.png');

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, width] of [
      ['wide', 1440],
      ['phone', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(300);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
      await page.screenshot({
        path: `tests/.results/screens/analysis-result-${colorScheme}-${name}.png`,
        fullPage: true,
      });
    }
  }
});
