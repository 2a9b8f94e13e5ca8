import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e';
import { writeFashionZip, type FashionZip } from '../support/fashion-zip';

const SEED_LABELS = 20;
const BUDGET = 12;

let folder: string;
let zip: FashionZip;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-golden-'));
  zip = await writeFashionZip(join(folder, 'clothes.zip'), { pool: 40, test: 25 });
});

test.afterAll(async () => rm(folder, { recursive: true, force: true }));

/** The stages of the left rail are links; the name of one begins with its title. */
async function goTo(page: Page, stage: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Stages' })
    .getByRole('link', { name: new RegExp(`^${stage}`) })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: stage })).toBeVisible();
}

/** Answers each example with its true class by keyboard alone, until the batch is done. */
async function labelByKeyboard(page: Page, classes: readonly string[], count: number): Promise<void> {
  for (let answered = 0; answered < count; answered++) {
    await expect(page.getByText(`${answered} of ${count}`, { exact: false }).first()).toBeVisible();
    const key = (await page.locator('figcaption').textContent()) ?? '';
    const name = zip.truth.get(key.trim());
    expect(name, `the truth of “${key}”`).toBeDefined();
    await page.keyboard.press(String(classes.indexOf(name ?? '') + 1));
  }
  await expect(page.getByText('Every example is answered')).toBeVisible();
}

test('from a zip of images to the live curve', async ({ page }) => {
  await page.goto('/projects');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name').fill('Clothes');
  await page.getByRole('button', { name: 'Create project' }).click();

  // Ingest: two broken files are listed with their reasons, the rest goes on.
  await expect(page.getByText('The pool is empty')).toBeVisible();
  await page.locator('input[type=file]').setInputFiles(join(folder, 'clothes.zip'));
  await page.getByLabel('Pool, seed and test').click();
  await page.getByRole('option', { name: /As the file says/ }).click();
  await page.getByRole('button', { name: 'Add examples' }).click();
  await page.getByRole('tab', { name: /^Files/ }).click({ timeout: 60_000 });
  await page.getByRole('button', { name: /^2 rejected of clothes\.zip/ }).click();
  const rejects = page.getByRole('dialog');
  await expect(rejects.getByText('pool/cut-off.png')).toBeVisible();
  await expect(rejects.getByText('pool/notes.png')).toBeVisible();
  await page.keyboard.press('Escape');
  const classes = ['Bag', 'Dress', 'Sneaker', 'Trouser'];

  await goTo(page, 'Features');
  await page.getByRole('button', { name: 'Extract features' }).click();
  await expect(page.getByRole('cell', { name: '784' })).toBeVisible({ timeout: 60_000 });

  // Seed labels, by keyboard alone.
  await goTo(page, 'Labeling');
  await page.getByRole('button', { name: 'New seed batch' }).click();
  await page.getByLabel('Examples').fill(String(SEED_LABELS));
  await page.getByRole('button', { name: 'Create and label' }).click();
  await labelByKeyboard(page, classes, SEED_LABELS);

  await page.getByRole('link', { name: 'Train the surrogate' }).click();
  await page.getByRole('button', { name: 'Train a surrogate' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: /Train/ }).click();

  // The scores come with the surrogate; whoever is here before it is trained sees them come.
  await goTo(page, 'Scores');
  await expect(page.getByText('99th percentile').first()).toBeVisible({ timeout: 60_000 });

  // Two schemes; the second is sent to labeling.
  await goTo(page, 'Selection');
  await page.getByRole('radio', { name: /^Random/ }).click();
  await page.getByRole('textbox', { name: 'Examples' }).fill(String(BUDGET));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Overlap with random')).toBeVisible();
  await page.getByRole('button', { name: 'Only keep it, to download' }).click();
  const exporting = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Export the selection by Random/ }).click();
  await page.getByRole('menuitem', { name: /^Rows, probabilities and weights only/ }).click();
  const exported = await readFile(await (await exporting).path(), 'utf8');
  expect(exported.trim().split('\n')).toHaveLength(1 + BUDGET);
  await page.getByRole('radio', { name: /^Power/ }).click();
  await page.getByRole('button', { name: `Send ${BUDGET} examples to labeling` }).click();

  await labelByKeyboard(page, classes, BUDGET);
  await page.getByRole('link', { name: 'Retrain and measure' }).click();
  await page.getByRole('button', { name: 'Retrain round 1' }).click();
  await expect(page.getByRole('img', { name: 'Test error against labels, 2 points' })).toBeVisible({
    timeout: 60_000,
  });

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'curve.csv' }).click();
  const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\n');
  expect(lines[0]).toBe('round,scheme,labels,error,low,high,test_set');
  expect(lines).toHaveLength(3);
  const [round, scheme, labels, error, low, high] = (lines[2] ?? '').split(',');
  expect([round, scheme, labels]).toEqual(['1', 'power', String(SEED_LABELS + BUDGET)]);
  expect(Number(low)).toBeLessThanOrEqual(Number(error));
  expect(Number(error)).toBeLessThanOrEqual(Number(high));
  // Four classes that a person tells apart at a glance: chance is 75 % wrong.
  expect(Number(error)).toBeLessThan(0.3);
});
