import type { Page } from '@playwright/test';
import type { AddedMember } from '@/lib/contracts/member';
import { seriousViolations } from '../support/accessibility';
import { expect, test } from '../support/e2e';
import { call, startLabelingProject } from '../support/labeling-project';

const GUIDELINES = '# What is what\n\nA **bag** has a handle.\n\n<script>window.broken = true</script>';

const PASSWORD = 'seven red balloons';

const onScreen = (page: Page) => page.locator('figcaption');
const answered = (page: Page, text: string) =>
  expect(page.getByRole('main').getByText(text).first()).toBeVisible();

/** For people to look at. */
async function picture(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: `tests/.results/screens/label-${name}-${colorScheme}.png` });
  }
}

test("an annotator's day by keyboard alone", async ({ page: owner, browser, baseURL }) => {
  const { path, classes, truth, projectId } = await startLabelingProject(owner, {
    name: 'By keyboard',
    count: 24,
    settings: { guidelines: GUIDELINES },
  });
  const annotator = { email: 'ann@example.org', name: 'Ann', role: 'annotator' };
  const { link } = await call<AddedMember>(owner, 'members.add', { projectId, ...annotator });
  const context = await browser.newContext({ baseURL, storageState: undefined });
  const page = await context.newPage();

  // Her password, chosen by the link; then she signs in, as on every morning.
  await page.goto(link ?? '');
  await page.getByLabel('New password').focus();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/projects'));
  await context.clearCookies();
  await page.goto('/sign-in');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(annotator.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/projects'));

  const keyOf = async () => {
    const name = truth.get(((await onScreen(page).textContent()) ?? '').trim()) ?? '';
    return String(classes.indexOf(name) + 1);
  };

  // From the list of batches into the batch.
  await page.goto(`/projects/${projectId}/labeling`);
  const open = page.getByRole('link', { name: 'Go on labeling' });
  await open.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === path);
  await expect(onScreen(page)).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Guidelines' })).toContainText('A bag has a handle.');
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  expect(await seriousViolations(page)).toEqual([]);

  await picture(page, 'single');

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, 'keys');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('g');
  await expect(page.getByRole('complementary', { name: 'Guidelines' })).toBeHidden();

  // Answers: a class; unsure with a comment; skipped with a reason; bad.
  await page.keyboard.press(await keyOf());
  await answered(page, '1 of 24');
  await page.keyboard.press('n');
  await expect(page.getByRole('button', { name: /^Unsure/, pressed: true })).toBeVisible();
  await page.keyboard.press('c');
  await page.keyboard.type('1 of 2 handles');
  await page.keyboard.press('Enter');
  await page.keyboard.press(await keyOf());
  await answered(page, '2 of 24');
  await expect(page.getByRole('button', { name: /^Unsure/, pressed: false })).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByRole('group', { name: 'Skip: why?' })).toBeVisible();
  await picture(page, 'reasons');
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await page.keyboard.press('2');
  await answered(page, '1 skipped');
  await page.keyboard.press('b');
  await page.keyboard.press('1');
  await answered(page, '4 of 24, 1 skipped, 1 bad');

  // Undo brings the example back, and the answer is given anew.
  const before = await onScreen(page).textContent();
  await page.keyboard.press('u');
  await answered(page, '3 of 24, 1 skipped');
  await expect(onScreen(page)).not.toHaveText(before ?? '');
  await page.keyboard.press(await keyOf());
  await answered(page, '4 of 24, 1 skipped');
  await expect(onScreen(page)).toHaveText(before ?? '');

  // Looking closer, and back.
  await page.keyboard.press('+');
  await expect(page.getByText('150 %')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('z');
  await expect(page.getByText('150 %')).toBeHidden();

  // A reload shows the same example, and so does the way back.
  const shown = await onScreen(page).textContent();
  await page.reload();
  await expect(onScreen(page)).toHaveText(shown ?? '');

  // The grid: all as trousers but those that are none.
  await page.keyboard.press('m');
  await page.keyboard.press('4');
  await expect(page.getByRole('list', { name: 'Proposed as Trouser' }).getByRole('button')).toHaveCount(20);
  expect(await seriousViolations(page)).toEqual([]);
  const tiles = page.getByRole('list', { name: 'Proposed as Trouser' }).getByRole('button');
  const names = await tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute('aria-label') ?? ''));
  const ofClass = names.map((name) => truth.get(name.replace(' is not Trouser', '')) === 'Trouser');
  await tiles.first().focus();
  for (const isTrouser of ofClass) {
    if (!isTrouser) await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
  }
  const trousers = ofClass.filter(Boolean).length;
  await expect(page.getByRole('button', { name: `Store ${trousers} as Trouser` })).toBeVisible();
  await picture(page, 'grid');
  await page.keyboard.press('Enter');
  await answered(page, `${4 + trousers} of 24`);
  await page.keyboard.press('m');

  // The rest one by one, to the end.
  for (let count = 4 + trousers; count < 24; count++) {
    await answered(page, `${count} of 24`);
    await page.keyboard.press(await keyOf());
  }
  await expect(page.getByText('Every example is answered')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Your answers' })).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, 'done');
  await context.close();
});

test('an answer waits out a server that is gone', async ({ page }) => {
  const { path } = await startLabelingProject(page, { name: 'Offline', count: 4 });
  await page.goto(path);
  await expect(onScreen(page)).toBeVisible();
  const shown = (await onScreen(page).textContent()) ?? '';
  await page.route('**/api/trpc/annotations.answer**', (route) => route.abort());
  await page.keyboard.press('2');
  await expect(page.getByText('The answer is not stored yet; Winnow keeps trying.')).toBeVisible();
  await expect(onScreen(page)).toHaveText(shown);
  await expect(page.getByRole('button', { name: 'Dress', pressed: true })).toBeVisible();
  // The page is closed and opened again before the server is back.
  page.once('dialog', (dialog) => void dialog.accept());
  await page.unroute('**/api/trpc/annotations.answer**');
  await page.goto(path);
  await answered(page, '1 of 4');
  await expect(onScreen(page)).not.toHaveText(shown);
});

test('a lead says what annotators read, and how many answer the same example', async ({ page }) => {
  const { projectId, path } = await startLabelingProject(page, { name: 'Settings', count: 4 });
  await page.goto(`/projects/${projectId}/labeling`);
  await page.getByRole('button', { name: 'Annotation settings' }).click();
  await page.getByRole('textbox', { name: 'Guidelines' }).fill(GUIDELINES);
  await page.getByRole('textbox', { name: 'Annotators per example' }).fill('3');
  await page.getByText('Preview').click();
  await expect(page.getByRole('heading', { name: 'What is what' })).toBeVisible();
  await picture(page, 'settings');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto(path);
  await expect(page.getByRole('complementary', { name: 'Guidelines' })).toContainText('A bag has a handle.');
  const { batchId } = await call<{ batchId: string }>(page, 'annotations.createSeedBatch', {
    projectId,
    count: 2,
  });
  await page.goto(`/projects/${projectId}/labeling/${batchId}`);
  const shown = (await onScreen(page).textContent()) ?? '';
  await page.keyboard.press('1');
  await expect(onScreen(page)).not.toHaveText(shown);
  await page.keyboard.press('1');
  await expect(page.getByText('Nothing is left for you here')).toBeVisible();
  await picture(page, 'nothing-left');
  expect(await seriousViolations(page)).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('fingers suffice', async ({ page }) => {
    const { path } = await startLabelingProject(page, {
      name: 'On a phone',
      count: 8,
      settings: { guidelines: GUIDELINES },
    });
    await page.goto(path);
    await expect(onScreen(page)).toBeVisible();
    for (const name of ['Bag', 'Trouser', 'Unsure', 'Skip', 'Bad data', 'Undo']) {
      const box = await page.getByRole('button', { name: new RegExp(`^${name}`) }).boundingBox();
      expect(Math.min(box?.height ?? 0, box?.width ?? 0), name).toBeGreaterThanOrEqual(44);
    }
    await picture(page, 'phone');
    await page.getByRole('button', { name: 'Trouser' }).tap();
    await answered(page, '1 of 8');
    await page.getByRole('button', { name: /^Unsure/ }).tap();
    await page.getByRole('button', { name: 'Bag' }).tap();
    await answered(page, '2 of 8');
    await page.getByRole('button', { name: /^Skip/ }).tap();
    await page.getByRole('button', { name: 'No class fits' }).tap();
    await answered(page, '1 skipped');
    await page.getByRole('button', { name: /^Bad data/ }).tap();
    await page.getByRole('button', { name: 'Broken or unreadable' }).tap();
    await answered(page, '1 bad');
    await page.getByRole('button', { name: /^Undo/ }).tap();
    await answered(page, '3 of 8');
    await page.getByRole('button', { name: 'Larger' }).tap();
    await expect(page.getByText('150 %')).toBeVisible();

    await page.getByRole('button', { name: 'Guidelines' }).tap();
    await expect(page.getByRole('dialog', { name: 'Guidelines' })).toContainText('A bag has a handle.');
    await page.getByRole('button', { name: 'Close' }).tap();
    await expect(page.getByRole('dialog')).toBeHidden();

    await page.getByRole('button', { name: /^Grid/ }).tap();
    const tiles = page.getByRole('list', { name: 'Proposed as Bag' }).getByRole('button');
    await expect(tiles).toHaveCount(5);
    await tiles.first().tap();
    await expect(tiles.first()).toHaveAttribute('aria-pressed', 'true');
    await picture(page, 'phone-grid');
    await page.getByRole('button', { name: 'Store 4 as Bag' }).tap();
    await answered(page, '7 of 8');
    await page.getByRole('button', { name: 'Take back the last 4' }).tap();
    await answered(page, '3 of 8');
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await seriousViolations(page)).toEqual([]);
  });
});
