import { seriousViolations } from '../support/accessibility';
import { expect, test } from '../support/e2e';
import { openProject, SAMPLE } from '../support/project-path';

const PASSWORD = 'correct horse battery';

test('an owner adds an annotator, who chooses a password and sees labeling only', async ({
  page,
  browser,
  baseURL,
}) => {
  const email = `ann-${Date.now()}@example.org`;
  const project = await openProject(page, SAMPLE);

  await page.getByRole('link', { name: /^People/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Name', { exact: true }).fill('Ann Otter');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: /Ann Otter/ })).toContainText('Has not opened the link yet');

  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const annotator = await context.newPage();
  await annotator.goto(link);
  await expect(annotator.getByRole('heading', { name: 'Choose a password' })).toBeVisible();
  await expect(annotator.getByLabel('E-mail')).toHaveValue(email);
  expect(await seriousViolations(annotator)).toEqual([]);
  await annotator.screenshot({ path: 'tests/.results/screens/choose-password.png' });
  await annotator.getByLabel('New password').fill(PASSWORD);
  await annotator.getByRole('button', { name: 'Save and sign in' }).click();
  await annotator.waitForURL(/\/labeling/);

  await annotator.getByRole('button', { name: 'Account' }).click();
  await annotator.getByRole('menuitem', { name: 'Sign out' }).click();
  await annotator.waitForURL(/\/sign-in$/);
  expect(await seriousViolations(annotator)).toEqual([]);
  await annotator.screenshot({ path: 'tests/.results/screens/sign-in.png' });
  await annotator.getByLabel('E-mail').fill(email);
  await annotator.getByLabel('Password').fill('a wrong password');
  await annotator.getByRole('button', { name: 'Sign in' }).click();
  await expect(annotator.getByRole('alert').filter({ hasText: 'No account here' })).toBeVisible();
  await annotator.getByLabel('Password').fill(PASSWORD);
  await annotator.getByRole('button', { name: 'Sign in' }).click();
  await annotator.waitForURL(/\/labeling/);

  const stages = annotator.getByRole('navigation', { name: 'Stages' }).getByRole('link');
  await expect(stages).toHaveText([/^Labeling/]);
  await annotator.goto(`${project}/pool`);
  await expect(annotator.getByRole('heading', { name: 'This page is not part of your role' })).toBeVisible();
  expect(await seriousViolations(annotator)).toEqual([]);
  await annotator.screenshot({ path: 'tests/.results/screens/not-for-role.png' });
  await annotator.goto('/projects');
  await expect(annotator.getByRole('link', { name: SAMPLE })).toBeVisible();
  await expect(annotator.getByRole('button', { name: 'New project' })).toHaveCount(0);
  await annotator.goto('/account');
  await expect(annotator.getByText('This one')).toBeVisible();
  await context.close();

  await page.reload();
  await expect(page.getByRole('row', { name: /Ann Otter/ })).not.toContainText('Has not opened');
  await page.getByRole('link', { name: /^Audit/ }).click();
  await expect(page.getByText('added a person')).toBeVisible();
});
