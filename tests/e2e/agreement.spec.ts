import { expect, test } from '../support/e2e';
import { lookAt } from '../support/look-at';
import { createTwoOpinions } from '../support/two-opinions';

test('a lead sees how far two people agree, and decides what they dispute by keyboard', async ({
  page,
  browser,
}) => {
  const path = await createTwoOpinions(page, browser);
  await page.goto(`${path}/agreement`);
  await expect(page.getByText('On 8 examples of the 24 examples that several people labeled')).toBeVisible();
  await page.getByRole('button', { name: /^Confusion between/ }).click();
  await expect(page.getByRole('region', { name: /^Confusion between/ })).toBeVisible();
  await lookAt(page, 'agreement-numbers');

  await page.getByRole('radio', { name: /^Dawid–Skene/ }).click();
  await expect(page.getByRole('radio', { name: /^Dawid–Skene/ })).toBeChecked();

  await page.getByRole('tab', { name: 'Review queue (8)' }).click();
  const answers = page.getByRole('list', { name: 'Answers' });
  await expect(answers.getByRole('listitem')).toHaveCount(2);
  await lookAt(page, 'agreement-review');

  const picture = page.locator('figcaption');
  const first = await picture.textContent();
  await page.keyboard.press('k');
  await expect(page.getByText('1 decided so far')).toBeVisible();
  await expect(picture).not.toHaveText(first ?? '');
  const second = await picture.textContent();
  await page.keyboard.press('s');
  await expect(picture).not.toHaveText(second ?? '');
  await page.keyboard.press('3');
  await expect(page.getByText('2 decided so far')).toBeVisible();
  await page.keyboard.press('b');
  await expect(page.getByText('3 decided so far')).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByText('2 decided so far')).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Review queue (6)' })).toBeVisible();
});

test('a project that nobody has labeled says what to do', async ({ page }) => {
  await page.goto('/projects');
  await page
    .getByRole('link', { name: /Fashion-MNIST/ })
    .first()
    .click();
  await page.getByRole('link', { name: /^Agreement/ }).click();
  await expect(page.getByText('No answers yet')).toBeVisible();
  await lookAt(page, 'agreement-empty');
});
