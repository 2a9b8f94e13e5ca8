import type { Page } from '@playwright/test';

/** The sample that every new Winnow has. */
export const SAMPLE = /Fashion-MNIST/;

/** Opens a project from the list of all. @returns its path, without a stage */
export async function openProject(page: Page, name: string | RegExp): Promise<string> {
  await page.goto('/projects');
  await page.getByRole('link', { name }).first().click();
  await page.waitForURL(/\/projects\/[^/]+\/\w+/);
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
}
