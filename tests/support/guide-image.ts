import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';

/** The pictures in the guides are written on demand, so that a test run changes nothing in the repository. */
const FOLDER =
  process.env.WINNOW_GUIDE_IMAGES === 'on' ? 'docs/guides/images' : 'tests/.results/guide-images';

/** What the page shows, as a small PNG that a guide can show. */
export async function takeGuideImage(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  // what came last may still move in
  await page.waitForLoadState('networkidle');
  const bytes = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await sharp(bytes)
    .png({ palette: true, colors: 128, compressionLevel: 9 })
    .toFile(join(FOLDER, `${name}.png`));
}
