import { expect, test } from '../support/e2e';
import { lookAt } from '../support/look-at';
import { createSizedProject } from '../support/sized-project';

const PAGES = ['pool', 'labeling', 'agreement', 'rounds', 'plan', 'people', 'audit'] as const;

for (const examples of [0, 1, 100_000]) {
  test(`every page of a team stands with ${examples.toLocaleString('en')} examples`, async ({ page }) => {
    const projectId = await createSizedProject(`Sized ${examples}`, examples);
    for (const name of PAGES) {
      await page.goto(`/projects/${projectId}/${name}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      // What is still loading shows its shape; what could not be loaded says so.
      await expect(page.locator('.animate-breathe'), name).toHaveCount(0, { timeout: 30_000 });
      await expect(page.locator('main').getByRole('alert'), name).toHaveCount(0);
      await lookAt(page, `sized-${examples}-${name}`);
    }
  });
}
