import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { seriousViolations } from '../support/accessibility';
import { expect, test } from '../support/e2e';
import { writeFashionZip, type FashionZip } from '../support/fashion-zip';
import { ProjectApi } from '../support/project-api';

const SEED = 24;
const BUDGET = 60;

let folder: string;
let zip: FashionZip;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-lead-'));
  zip = await writeFashionZip(join(folder, 'clothes.zip'), { pool: 70, test: 40 });
});

test.afterAll(async () => rm(folder, { recursive: true, force: true }));

/** A new project with images and features: what is there before the lead's day. */
async function prepareProject(page: Page): Promise<ProjectApi> {
  await page.goto('/projects');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name').fill('A lead’s day');
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.waitForURL(/\/projects\/[^/]+\/\w+/);
  const api = new ProjectApi(page, new URL(page.url()).pathname.split('/').slice(0, 3).join('/'));
  const fileName = 'clothes.zip';
  const bytes = await readFile(join(folder, fileName));
  const { uploadId } = await api.post<{ uploadId: string }>(`/uploads?fileName=${fileName}`, bytes);
  const source = { kind: 'upload', uploadId, fileName };
  await api.done(await api.post('/ingests', { request: { format: 'zip', split: { by: 'folder' }, source } }));
  await api.done(await api.post('/features', { extractor: 'pixels', configuration: { size: 14 } }));
  return api;
}

/** Chooses by the scheme on the page Selection and sends it to labeling. @returns id of the batch */
async function beginRound(page: Page, api: ProjectApi, scheme: RegExp, randomShare: number): Promise<string> {
  await page.goto(`${api.path}/selection`);
  await page.getByRole('radio', { name: scheme }).click();
  await page.getByRole('textbox', { name: 'Examples' }).fill(String(BUDGET));
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Drawn at random' }).fill(String(randomShare));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Send ${BUDGET} examples to labeling` }).click();
  await page.waitForURL(/\/labeling\/[^/]+$/);
  return page.url().split('/').at(-1) ?? '';
}

test('a lead’s day: seed, round with a control arm, pause, retrain, compare, another scheme', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const api = await prepareProject(page);
  const { truth } = zip;

  // The first labels: typical and diverse, as there is no model yet.
  await page.goto(`${api.path}/labeling`);
  await page.getByRole('button', { name: 'New seed batch' }).click();
  await expect(page.getByRole('radio', { name: /^Typical and diverse/ })).toBeChecked();
  await page.getByLabel('Examples').fill(String(SEED));
  await page.getByRole('button', { name: 'Create and label' }).click();
  await page.waitForURL(/\/labeling\/[^/]+$/);
  await api.label(page.url().split('/').at(-1) ?? '', truth);
  const [features] = await api.get<{ id: string }[]>('/features');
  await api.done(await api.post('/surrogates', { featureSetId: features?.id }));

  // Without random examples there is a warning; half of the batch gives a comparison worth a sentence.
  await page.goto(`${api.path}/selection`);
  await page.getByRole('textbox', { name: 'Drawn at random' }).fill('0');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Without random examples nobody can tell')).toBeVisible();
  const first = await beginRound(page, api, /^Power/, 50);
  await api.label(first, truth, 20);

  await page.goto(`${api.path}/rounds`);
  await expect(
    page.getByText(/Round 1 is being labeled: 20 of 60 examples done, about .* left/),
  ).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'Steps of round 1' }).locator('[aria-current=step]'),
  ).toHaveText('Label');
  await page.getByRole('button', { name: 'More for round 1' }).click();
  await page.getByRole('menuitem', { name: 'Pause round 1' }).click();
  await expect(page.getByText('Round 1 is paused: 20 of 60 examples done.')).toBeVisible();
  // what was on a screen already still counts
  await api.label(first, truth, 1);
  await expect(page.getByText('Round 1 is paused: 21 of 60 examples done.')).toBeVisible();
  await page.getByRole('button', { name: 'Go on with round 1' }).click();
  await expect(page.getByText(/Round 1 is being labeled: 21 of 60/)).toBeVisible();
  await api.label(first, truth);
  await page.getByRole('button', { name: 'Retrain round 1' }).click();
  await expect(page.getByRole('img', { name: 'Test error against labels, 2 points' })).toBeVisible({
    timeout: 120_000,
  });
  const comparison = page.getByRole('region', { name: 'Chosen against random' });
  await expect(comparison.getByText(/ith \d+ labels each, the chosen examples leave/)).toBeVisible();
  await expect(
    comparison.getByText(/of what was unlabeled then: \d+ of 30 examples drawn at random/),
  ).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);

  // Another scheme and share stand on the curve and in the table.
  const second = await beginRound(page, api, /^Random/, 20);
  await api.label(second, truth);
  await page.goto(`${api.path}/rounds`);
  await page.getByRole('button', { name: 'Retrain round 2' }).click();
  const curve = page.getByRole('img', { name: 'Test error against labels, 3 points' });
  await expect(curve).toBeVisible({ timeout: 120_000 });
  await expect(curve.getByText('scheme power → random')).toBeVisible();
  await expect(
    page.getByRole('group', { name: 'Rounds' }).getByText(/control share 50 % → 20 %/),
  ).toBeVisible();
  await expect(comparison.getByRole('group')).toContainText('Round 2');
  for (const [name, width] of [
    ['wide', 1440],
    ['phone', 390],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({
        path: `tests/.results/screens/lead-rounds-${colorScheme}-${name}.png`,
        fullPage: true,
      });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  // A round that leads nowhere is given up; its labels stay.
  const third = await beginRound(page, api, /^Random/, 20);
  await api.label(third, truth, 5);
  await page.goto(`${api.path}/rounds`);
  await page.getByRole('button', { name: 'More for round 3' }).click();
  await page.getByRole('menuitem', { name: /^Abandon round 3/ }).click();
  await expect(page.getByText(/Its 5 labels stay and train later models/)).toBeVisible();
  await page.getByRole('button', { name: 'Abandon round 3', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Rounds' }).getByText('Abandoned')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Select for the next round' })).toBeVisible();
});
