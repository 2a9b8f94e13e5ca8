import type { Page } from '@playwright/test';
import { STAGES } from '@/lib/contracts/project';
import { seriousViolations } from '../support/accessibility';
import { expect, test } from '../support/e2e';
import { openProject, SAMPLE } from '../support/project-path';

const SIZES = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;

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
    { name: 'agreement', path: `${sample}/agreement` },
    { name: 'walked-agreement', path: `${walked}/agreement` },
    ...STAGES.map((stage) => ({ name: stage, path: `${sample}/${stage}` })),
    { name: 'new-study', path: `${sample}/report/new` },
    ...STAGES.map((stage) => ({ name: `walked-${stage}`, path: `${walked}/${stage}` })),
  ];
}

for (const { name: sizeName, ...viewport } of SIZES) {
  test(`every page stands, ${sizeName}, light and dark`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.setViewportSize(viewport);
    for (const { name, path } of await pathsOfScreens(page)) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
        expect(await seriousViolations(page), `${name}, ${colorScheme}`).toEqual([]);
        await page.screenshot({
          path: `tests/.results/screens/${name}-${colorScheme}-${sizeName}.png`,
          fullPage: true,
        });
      }
    }
  });
}
