import { expect, test } from '../support/e2e';
import { LabelStudioStandIn, STAND_IN_TOKEN } from '../support/label-studio-stand-in';
import { lookAt } from '../support/look-at';

const TASKS = 12;

let stand: LabelStudioStandIn;
test.beforeAll(async () => {
  stand = await new LabelStudioStandIn().start();
  for (let index = 0; index < TASKS; index++) {
    const task = stand.addTask({ text: `Mail number ${index}: a few words about nothing much.` });
    if (index < 4) stand.annotate(task, index % 2 === 0 ? 'ham' : 'spam');
  }
});
test.afterAll(() => stand.stop());

test('a labeling platform is connected, pulled, pushed to and left as it was', async ({ page }) => {
  await page.goto('/projects');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name').fill('Mails there');
  await page.getByRole('radio', { name: /Texts/ }).click();
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByText('The pool is empty')).toBeVisible();
  await page.getByRole('link', { name: /^Platform/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Platform' })).toBeVisible();

  // What is wrong is said with its remedy, and nothing is connected before it is right.
  await page.getByRole('combobox', { name: 'Platform' }).click();
  await page.getByRole('option', { name: /^Argilla \(experimental\)/ }).click();
  await expect(page.getByText('Experimental: tried by hand')).toBeVisible();
  await expect(page.getByLabel('Address of Argilla')).toBeVisible();
  await lookAt(page, 'platform-choice');
  await page.getByRole('combobox', { name: 'Platform' }).click();
  await page.getByRole('option', { name: /^Label Studio/ }).click();
  await page.getByLabel('Address of Label Studio').fill(stand.url);
  await page.getByLabel('Token').fill('wrong');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'network' })).toBeVisible();
  await page.getByRole('checkbox', { name: /in this network/ }).click();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'does not accept this token' })).toBeVisible();
  await lookAt(page, 'platform-verdict');
  await page.getByLabel('Token').fill(STAND_IN_TOKEN);
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByText('It works: version 1.23.2')).toBeVisible();
  await lookAt(page, 'platform-found');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();

  await expect(page.getByRole('heading', { name: 'Connected to Label Studio' })).toBeVisible();
  await expect(page.getByText('New in this project: ham, spam.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pull tasks and answers' })).toBeDisabled();
  await lookAt(page, 'platform-classes');
  await page.getByRole('button', { name: 'Confirm the classes' }).click();
  await page.getByRole('button', { name: 'Pull tasks and answers' }).click();
  await expect(page.getByText(/Last pull .*12 new examples/)).toBeVisible({ timeout: 60_000 });

  await page.getByRole('link', { name: /^Labeling/ }).click();
  await page.getByRole('button', { name: 'New seed batch' }).click();
  await page.getByLabel('Examples').fill('5');
  await page.getByRole('button', { name: 'Create and label' }).click();
  await expect(page.getByText('0 of 5', { exact: false }).first()).toBeVisible();
  await page.getByRole('link', { name: /^Platform/ }).click();
  await page.getByRole('button', { name: 'Push 5 in this order' }).click();
  await expect(page.getByText('Pushed', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect([...stand.tasks.values()].filter(({ predictions }) => predictions.length > 0)).toHaveLength(5);
  await expect(page.getByRole('link', { name: /^Open .* in Label Studio$/ }).last()).toHaveAttribute(
    'href',
    new RegExp(`^${stand.url}/projects/1/data\\?tab=`),
  );
  await lookAt(page, 'platform-pushed');
  await page.getByRole('button', { name: /^Undo the push of/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the push' }).click();
  await expect(page.getByText('Undone', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect([...stand.tasks.values()].every(({ predictions }) => predictions.length === 0)).toBe(true);

  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('button', { name: 'Test the connection' })).toBeVisible();
});
