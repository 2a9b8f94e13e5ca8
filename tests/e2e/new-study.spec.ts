import { expect, test } from '../support/e2e';
import { openProject, SAMPLE } from '../support/project-path';

test('a study compares any scheme of the registry, by exponents and models of one’s own', async ({
  page,
}) => {
  await page.goto(`${await openProject(page, SAMPLE)}/report/new`);
  for (const name of ['Largest gradient (max-gradient)', 'In proportion to the gradient (gradient-cdf)']) {
    await page.getByRole('checkbox', { name }).uncheck();
  }
  await page.getByRole('checkbox', { name: /non-extreme-max-gradient/ }).uncheck();
  await page.getByRole('checkbox', { name: /^k-center/ }).check();
  await page.getByLabel('Exponents of power').fill('-1, two');
  await expect(page.getByText('“two” is no exponent.')).toBeVisible();
  await page.getByLabel('Exponents of power').fill('-1, 1');
  await page.getByLabel('Fractions of the pool kept, in per cent').fill('10');
  await page.getByLabel('Repeats').fill('2');
  await page.getByRole('button', { name: 'Start the study' }).click();
  await page.waitForURL(/\/report\/[^/]+$/);
  const points = page.getByRole('table', { name: 'Measured points of the study' });
  await expect(points).toBeVisible({ timeout: 360_000 });
  for (const curve of ['power -1', 'power 1', 'k-center', 'random']) {
    await expect(points.getByText(curve, { exact: true }).first()).toBeVisible();
  }
});
