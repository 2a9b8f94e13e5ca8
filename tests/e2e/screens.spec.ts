import type { Page } from '@playwright/test';
import { STAGES } from '@/lib/contracts/project';
import { expect, test } from '../support/e2e';
import { lookAt } from '../support/look-at';
import { openProject, SAMPLE } from '../support/project-path';

async function pathsOfScreens(page: Page): Promise<{ name: string; path: string }[]> {
  const sample = await openProject(page, SAMPLE);
  // made by golden-path.spec.ts: stages that the sample leaves empty have something to show there
  const walked = await openProject(page, 'Clothes');
  return [
    { name: 'projects', path: '/projects' },
    { name: 'laboratory', path: '/laboratory' },
    { name: 'api-docs', path: '/api/docs' },
    { name: 'api', path: `${sample}/api` },
    { name: 'people', path: `${sample}/people` },
    { name: 'audit', path: `${sample}/audit` },
    { name: 'account', path: '/account' },
    { name: 'fleet', path: '/fleet' },
    { name: 'agreement', path: `${sample}/agreement` },
    { name: 'walked-agreement', path: `${walked}/agreement` },
    ...STAGES.map((stage) => ({ name: stage, path: `${sample}/${stage}` })),
    { name: 'new-study', path: `${sample}/report/new` },
    ...STAGES.map((stage) => ({ name: `walked-${stage}`, path: `${walked}/${stage}` })),
  ];
}

test('every page stands, wide and on a phone, light and dark', async ({ page }) => {
  test.setTimeout(600_000);
  for (const { name, path } of await pathsOfScreens(page)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await lookAt(page, name);
  }
});
