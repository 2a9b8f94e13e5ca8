import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './benchmark';

const SCRIPT = fileURLToPath(new URL('./image-anchors.py', import.meta.url));

/** Thumbnails of the same JPEGs by Pillow; none where python3 with Pillow is missing. */
export async function pillowAnchor(
  photos: readonly Buffer[],
  longerSide: number,
): Promise<Measurement['anchor']> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
  try {
    await Promise.all(photos.map((bytes, index) => writeFile(join(folder, `${index}.jpg`), bytes)));
    const argv = [SCRIPT, folder, String(longerSide)];
    const output = execFileSync('python3', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(output) as Measurement['anchor'];
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
