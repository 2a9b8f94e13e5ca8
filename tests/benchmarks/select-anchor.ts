import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SelectionInput } from '@/lib/selections/scheme';
import type { Measurement } from './benchmark';

type Anchors = Readonly<Record<string, Measurement['anchor']>>;

/** The nearest NumPy spelling of a scheme by the scheme's name; none where python3 with NumPy is missing. */
export function pythonSelectionAnchors(rows: number, budget: number): Anchors {
  return anchors('select-anchors.py', [String(rows), String(budget)]);
}

/** The same for schemes that look at features. */
export function pythonFeatureAnchors(input: SelectionInput, budget: number): Anchors {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-bench-'));
  const { features, labeledFeatures, probabilities } = input;
  try {
    for (const [name, matrix] of Object.entries({ features, labeledFeatures, probabilities })) {
      if (matrix) writeFileSync(join(folder, name), matrix.data);
    }
    const argv = [folder, features?.columns ?? 0, probabilities?.columns ?? 0, budget].map(String);
    return anchors('select-features-anchors.py', argv);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function anchors(script: string, argv: readonly string[]): Anchors {
  const path = fileURLToPath(new URL(script, import.meta.url));
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return JSON.parse(execFileSync('python3', [path, ...argv], { encoding: 'utf8', stdio })) as Anchors;
  } catch {
    return {};
  }
}
