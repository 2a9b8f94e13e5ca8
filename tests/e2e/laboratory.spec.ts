import { expect, test } from '../support/e2e';

test('the laboratory answers while it is turned, simulates, and stops', async ({ page }) => {
  await page.goto('/projects');
  await page.getByRole('link', { name: 'Laboratory' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Laboratory' })).toBeVisible();
  await expect(page.getByRole('img', { name: /Misclassification against the fraction kept/ })).toBeVisible();
  // few examples a dimension: easy ones first for small fractions, hard ones for large fractions
  await expect(
    page.getByText(/easy examples first\) below \d+ %, .*hard examples first\) above/),
  ).toBeVisible();

  // many examples a dimension: hard ones at once
  await page.getByRole('textbox', { name: 'Dimension' }).fill('10');
  await page.getByRole('textbox', { name: 'Pool' }).fill('4000');
  await page.keyboard.press('Tab');
  await expect(page.getByText('400 examples a dimension.')).toBeVisible();
  await expect(page.getByText(/Best: exponent \+1 \(hard examples first\)/)).toBeVisible();
  expect(new URL(page.url()).searchParams.get('pool')).toBe('4000');

  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByText('12 pools drawn and fitted')).toBeVisible({ timeout: 120_000 });
  await page.getByText('The same numbers as a table').click();
  const row = page.getByRole('row', { name: /^exponent \+1 .* 40\s%/ });
  const [, theory, simulated] = await row.getByRole('cell').allTextContents();
  expect(Math.abs(parseFloat(theory ?? '') - parseFloat(simulated ?? ''))).toBeLessThan(1);

  await page.getByRole('textbox', { name: 'Dimension' }).fill('300');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Simulate' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Simulate' })).toBeVisible();
});
