import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './benchmark';

const SCRIPT = fileURLToPath(new URL('./select-anchors.py', import.meta.url));

/** The nearest NumPy spelling of a scheme by the scheme's name; none where python3 with NumPy is missing. */
export function pythonSelectionAnchors(
  rows: number,
  budget: number,
): Readonly<Record<string, Measurement['anchor']>> {
  try {
    const output = execFileSync('python3', [SCRIPT, String(rows), String(budget)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(output) as Record<string, Measurement['anchor']>;
  } catch {
    return {};
  }
}
