import type { Page } from '@playwright/test';
import { expect, test as base } from '../support/e2e';
import { takeGuideImage } from '../support/guide-image';
import { installLabelStudio, RealLabelStudio } from '../support/label-studio';
import { clothes, LabelStudioProject } from '../support/label-studio-project';

const TASKS = 60;
const LABELED = 24;
const TRUTHS = 6;
const BUDGET = 12;

/** A real one of its own, skipped by name where it cannot be installed. */
const test = base.extend<{ studio: RealLabelStudio }>({
  studio: [
    async ({}, use, testInfo) => {
      const installed = await installLabelStudio('1.23.2');
      if ('missing' in installed) return testInfo.skip(true, installed.missing);
      const studio = await RealLabelStudio.start(installed.python);
      await use(studio);
      await studio.stop();
    },
    { timeout: 900_000 },
  ],
});

async function goTo(page: Page, stage: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Stages' })
    .getByRole('link', { name: new RegExp(`^${stage}`) })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: stage })).toBeVisible();
}

async function signIn(page: Page, { url, owner }: RealLabelStudio): Promise<void> {
  await page.goto(`${url}/user/login/`);
  await page.locator('#email').fill(owner.email);
  await page.locator('#password').fill(owner.password);
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/user/login'));
}

/** Both sides as the guide shows them: what a newcomer does here, and what annotators then see there. */
test('a team on Label Studio finds the most useful tasks on top of its own list', async ({
  page,
  browser,
  studio,
}) => {
  const there = await LabelStudioProject.create(studio, 'Wardrobe', await clothes(TASKS));
  for (const [index, task] of (await there.tasks()).slice(0, LABELED).entries()) {
    await there.annotate(task, { ground_truth: index < TRUTHS });
  }

  await page.goto('/projects');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name').fill('Wardrobe');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByText('The pool is empty')).toBeVisible();

  await goTo(page, 'Platform');
  await page.getByLabel(/^Address/).fill(studio.url);
  await page.getByLabel('Token').fill(await studio.personalToken());
  await page.getByRole('checkbox', { name: /in this network/ }).click();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByText('It works: version 1.23.2')).toBeVisible();
  await takeGuideImage(page, 'winnow-connect');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText('New in this project: ')).toBeVisible();
  await takeGuideImage(page, 'winnow-classes');
  await page.getByRole('button', { name: 'Confirm the classes' }).click();
  await page.getByRole('button', { name: 'Pull tasks and answers' }).click();
  await expect(page.getByText(/Last pull .*60 new examples/)).toBeVisible({ timeout: 60_000 });

  await goTo(page, 'Features');
  await page.getByRole('button', { name: 'Extract features' }).click();
  await expect(page.getByRole('cell', { name: '784' })).toBeVisible({ timeout: 60_000 });
  await goTo(page, 'Surrogate');
  await page.getByRole('button', { name: 'Train a surrogate' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: /Train/ }).click();
  await goTo(page, 'Scores');
  await expect(page.getByText('99th percentile').first()).toBeVisible({ timeout: 60_000 });
  await goTo(page, 'Selection');
  await page.getByRole('radio', { name: 'Largest score' }).click();
  await page.getByRole('textbox', { name: 'Examples' }).fill(String(BUDGET));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Send ${BUDGET} examples to labeling` }).click();
  await expect(page.getByText(`0 of ${BUDGET}`, { exact: false }).first()).toBeVisible();

  await goTo(page, 'Platform');
  await page.getByRole('checkbox', { name: /^Show annotators/ }).click();
  await page.getByRole('button', { name: `Push ${BUDGET} in this order` }).click();
  await expect(page.getByText('Pushed', { exact: true })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Turn events on' }).click();
  await expect(page.getByText('Events are on; none has come yet.')).toBeVisible();
  await page.getByRole('heading', { name: 'Push to Label Studio' }).scrollIntoViewIfNeeded();
  await takeGuideImage(page, 'winnow-pushed');
  await page.getByRole('button', { name: 'Make a password' }).click();
  const password = await page.getByRole('textbox', { name: 'Password' }).inputValue();
  await page.keyboard.press('Escape');
  const url = await page.getByRole('textbox', { name: 'Address' }).inputValue();
  await there.connectModel({ url, user: 'winnow', password });

  const list = (await there.labelNext()) ?? [];
  expect(list).toHaveLength(BUDGET);
  const [first] = list;
  if (!first) throw new Error('The list is empty.');
  const annotators = await browser.newContext({ storageState: undefined });
  const annotator = await annotators.newPage();
  await signIn(annotator, studio);
  await annotator.goto(`${studio.url}/projects/${there.id}/data`);
  await annotator.getByText('Label next (Winnow)').click();
  await expect(annotator.getByText(`Tasks: ${BUDGET} / ${TASKS}`)).toBeVisible();
  await takeGuideImage(annotator, 'label-studio-label-next');
  await annotator.getByRole('button', { name: 'Toggle open' }).click();
  await annotator.getByText('Label Tasks As Displayed').click();
  await expect(annotator.getByText(new RegExp(`^${first.id}\\s*1 of 1`))).toBeVisible();
  await expect(annotator.getByRole('button', { name: 'Submit' }).first()).toBeVisible();
  await takeGuideImage(annotator, 'label-studio-labeling');
  await annotator.goto(`${studio.url}/projects/${there.id}/settings/ml`);
  await expect(annotator.getByText('Connected', { exact: true })).toBeVisible();
  await takeGuideImage(annotator, 'label-studio-model');
  await annotators.close();

  // An answer there is an answer here.
  await there.annotate(first);
  await goTo(page, 'Labeling');
  await expect(page.getByText(`1 of ${BUDGET}`)).toBeVisible();
});
