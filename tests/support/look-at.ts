import { expect, type Page } from '@playwright/test';
import { seriousViolations } from './accessibility';

const SIZES = [
  { size: 'wide', width: 1440, height: 900 },
  { size: 'phone', width: 390, height: 844 },
] as const;

/** Light and dark, wide and on a phone: nothing overflows, axe finds nothing serious, and a picture is there to look at. */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const { size, ...viewport } of SIZES) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
      expect(await seriousViolations(page), `${name}, ${colorScheme}, ${size}`).toEqual([]);
      const path = `tests/.results/screens/${name}-${colorScheme}-${size}.png`;
      await page.screenshot({ path, fullPage: true });
    }
  }
  if (before) await page.setViewportSize(before);
}
