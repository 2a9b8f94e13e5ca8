import { expect, test } from '../support/e2e';

test('the first page shows the study at work, then a real curve', async ({ page }) => {
  await page.goto('/');
  await page
    .getByRole('link', { name: /Fashion-MNIST/ })
    .first()
    .click();
  await expect(page.getByText('6,000').first()).toBeVisible({ timeout: 120_000 });
  await page
    .getByRole('navigation', { name: 'Stages' })
    .getByRole('link', { name: /^Report/ })
    .click();
  await expect(page.getByRole('img', { name: /error/i })).toBeVisible({ timeout: 170_000 });
  await expect(page.getByRole('link', { name: 'curves.csv' })).toBeVisible();
});
