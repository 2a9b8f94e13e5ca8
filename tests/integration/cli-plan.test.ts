import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runWinnow } from '../support/run-winnow';
import { reportOf } from '../support/study-report';
import { temporaryFolder } from '../support/temporary-folder';

const folder = await temporaryFolder();
const law = (labels: number, gain: number) =>
  [-1, 0, 1].map((side) => 0.1 + 2 * labels ** -0.5 - gain + 0.003 * side);
const errors = (gain: number) =>
  Object.fromEntries([0.05, 0.1, 0.2, 0.4, 0.8].map((share) => [share, law(1000 * share, gain)]));

it('winnow plan says what a target takes by each scheme, and writes the scenarios', async () => {
  await writeFile(
    join(folder, 'report.json'),
    JSON.stringify(reportOf({ random: errors(0), scheme: errors(0.03), fullPool: [0.15, 0.16] })),
  );
  const plan = (...argv: string[]) => runWinnow(folder, 'plan', '--report', 'report.json', ...argv);
  const { status, stdout } = await plan(
    '--target',
    '0.2',
    '--budget',
    '600',
    '--scenarios',
    'out/scenarios.csv',
  );
  expect(status).toBe(0);
  expect(stdout.split('\n')[0]).toBe('random');
  expect(stdout).toContain('\nmax-gradient\n  To reach 20\u00a0% you need between ');
  expect(stdout).toContain('The budget of 600 labels buys 600 labels');
  const lines = (await readFile(join(folder, 'out/scenarios.csv'), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatch(/^weak,100,max-gradient,600,/);

  const wrong = await plan('--target', '2');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('The target error is 2.');
  const missing = await runWinnow(folder, 'plan', '--report', 'none.json', '--target', '0.2');
  expect(missing.stderr).toContain('none.json: the file cannot be read.');
});
