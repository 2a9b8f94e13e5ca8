import { expect, test } from '../support/e2e';

test('a newcomer finds the study at work, then a real curve', async ({ page }) => {
  test.setTimeout(420_000);
  await page.goto('/projects');
  await page
    .getByRole('link', { name: /Fashion-MNIST/ })
    .first()
    .click();
  await page
    .getByRole('navigation', { name: 'Stages' })
    .getByRole('link', { name: /^Report/ })
    .click();
  await expect(page.getByRole('link', { name: 'curves.csv' })).toBeVisible({ timeout: 360_000 });
  await expect(page.getByRole('heading', { name: 'Test error against the fraction kept' })).toBeVisible();
});
