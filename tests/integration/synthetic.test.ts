import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { syntheticConfigSchema, type SyntheticReport } from '@/lib/contracts/synthetic';
import { runSynthetic } from '@/server/synthetic/run-synthetic';
import { temporaryFolder } from '../support/temporary-folder';

const WINNOW = fileURLToPath(new URL('../../server/cli/winnow.mjs', import.meta.url));
const SMALL = ['--dimension', '6', '--pool', '60', '--labels', 'f1', '--ridges', '0.01', '--datasets', '3'];

const winnow = (...argv: string[]) =>
  promisify(execFile)(process.execPath, [WINNOW, 'synthetic', ...argv]).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

it('writes what it printed, the same with any number of threads', async () => {
  const folder = await temporaryFolder();
  const { stdout } = await winnow(...SMALL, '--threads', '2', '--json', '--out', folder);
  const printed = JSON.parse(stdout) as SyntheticReport;
  const kept = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as SyntheticReport;
  expect(kept).toEqual(printed);
  const here = await runSynthetic({
    config: printed.config,
    threads: 1,
    signal: new AbortController().signal,
  });
  expect({ ...here, seconds: 0 }).toEqual({ ...printed, seconds: 0 });
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<svg');
  expect(await readFile(join(folder, 'chart.svg'), 'utf8')).toMatch(/^<svg[^>]* xmlns=/);
  expect((await readFile(join(folder, 'chart.png'))).subarray(1, 4).toString()).toBe('PNG');
  expect((await readFile(join(folder, 'table.csv'), 'utf8')).trim().split('\n')).toHaveLength(10);
});

it('says in a line what it does not take', async () => {
  const wrong = await winnow('--pool', '3');
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/^winnow: --pool: [^\n]+\n$/);
});

it('stops at once', async () => {
  const stop = new AbortController();
  const config = syntheticConfigSchema.parse({ datasets: 50 });
  const run = runSynthetic({ config, signal: stop.signal, onProgress: () => stop.abort() });
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
});
