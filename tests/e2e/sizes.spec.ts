import { expect, test } from '../support/e2e';
import { seriousViolations } from '../support/accessibility';
import { createSizedProject } from '../support/sized-project';

const PAGES = ['pool', 'labeling', 'agreement', 'rounds', 'plan', 'people', 'audit'] as const;
const WIDTHS = { wide: 1440, phone: 390 };

for (const examples of [0, 1, 100_000]) {
  test(`every page of a team stands with ${examples.toLocaleString('en')} examples`, async ({ page }) => {
    const projectId = await createSizedProject(`Sized ${examples}`, examples);
    for (const name of PAGES) {
      await page.goto(`/projects/${projectId}/${name}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      // What is still loading shows its shape; what could not be loaded says so.
      await expect(page.locator('.animate-breathe'), name).toHaveCount(0, { timeout: 30_000 });
      await expect(page.locator('main').getByRole('alert'), name).toHaveCount(0);
      for (const [size, width] of Object.entries(WIDTHS)) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
          expect(await seriousViolations(page), `${name}, ${colorScheme}, ${size}`).toEqual([]);
          const path = `tests/.results/screens/sized-${examples}-${name}-${colorScheme}-${size}.png`;
          await page.screenshot({ path });
        }
      }
    }
  });
}
