import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SoftmaxData } from '@/lib/surrogates/tensor-engine';
import type { Measurement } from './benchmark';

const SCRIPT = fileURLToPath(new URL('./anchors.py', import.meta.url));

/**
 * The same work on the same data by NumPy or scikit-learn, where python3 with both is on this machine.
 *
 * @param task a function of anchors.py
 * @returns undefined where it cannot run here
 */
export function pythonAnchor(
  task: string,
  data: SoftmaxData,
  options: { ridge?: number; parameters?: Float64Array } = {},
): Measurement['anchor'] {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-bench-'));
  try {
    writeFileSync(join(folder, 'features'), data.features.data);
    writeFileSync(join(folder, 'labels'), data.labels);
    if (options.parameters) writeFileSync(join(folder, 'parameters'), options.parameters);
    const { rows, columns } = data.features;
    const sizes = [rows, columns, data.classes, options.ridge ?? 0].map(String);
    const argv = [SCRIPT, task, folder, ...sizes];
    const output = execFileSync('python3', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(output) as Measurement['anchor'];
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
