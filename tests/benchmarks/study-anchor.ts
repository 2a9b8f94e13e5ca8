import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StudyData } from '@/lib/studies/study-data';
import type { Measurement } from './benchmark';

const SCRIPT = fileURLToPath(new URL('./study-anchor.py', import.meta.url));

interface StudyAnchor extends NonNullable<Measurement['anchor']> {
  /** of all fits */
  readonly error: number;
}

/** The same study by scikit-learn with joblib, a process a core; undefined where python3 with both is missing. */
export function pythonStudyAnchor(
  data: StudyData,
  study: { readonly fractions: readonly number[]; readonly repeats: number; readonly labels: number },
): StudyAnchor | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-bench-'));
  try {
    writeFileSync(join(folder, 'pool'), data.pool.data);
    writeFileSync(join(folder, 'labels'), data.labels);
    writeFileSync(join(folder, 'test'), data.test.data);
    writeFileSync(join(folder, 'testLabels'), data.testLabels);
    const argv = [SCRIPT, folder, JSON.stringify({ ...study, columns: data.pool.columns })];
    const output = execFileSync('python3', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(output) as StudyAnchor;
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
