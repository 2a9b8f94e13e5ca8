import { appendFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { parseStudyConfig } from '@/lib/studies/study-config';
import type { StudyData } from '@/lib/studies/study-data';
import { createMatrix } from '@/lib/numeric/matrix';
import { readLabelsFile } from '@/server/datasets/formats/read-labels-file';
import { readMatrixFile } from '@/server/datasets/formats/read-matrix-file';
import { runStudy } from '@/server/studies/run-study';

const fixture = (name: string) => new URL(`./reference/command-line/${name}`, import.meta.url).pathname;

/** Real images at 7 × 7 pixels: 400 to choose from, 300 to measure on. */
export async function smallStudyData(): Promise<StudyData> {
  const pool = await readMatrixFile(fixture('pool.npy'));
  const test = await readMatrixFile(fixture('test.npy'));
  return {
    pool,
    labels: (await readLabelsFile(fixture('pool-labels.npy'))).labels,
    test: createMatrix(test.data, test.rows, test.columns),
    testLabels: (await readLabelsFile(fixture('test-labels.npy'))).labels,
    classes: 10,
  };
}

export const SMALL_STUDY = parseStudyConfig({
  seed: 3,
  repeats: 3,
  fractions: [0.1, 0.3, 1],
  surrogates: [{ name: 'weak', labels: 60, ridge: 0.01 }],
  finalModel: { ridge: 0.01 },
  strategies: ['gradient-cdf', 'power'],
});

/** As a process of its own: keeps each cell as a line of a file, until it is done or killed. */
async function runAndKeepCells(file: string): Promise<void> {
  await runStudy({
    data: await smallStudyData(),
    config: SMALL_STUDY,
    engine: null,
    threads: 1,
    onCell: (key, result) => appendFile(file, `${JSON.stringify([key, result])}\n`),
  });
}

export function readCells(file: string): unknown[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith(']'))
    .map((line) => JSON.parse(line) as unknown);
}

const [, script, target] = process.argv;
if (script === new URL(import.meta.url).pathname && target) await runAndKeepCells(target);
