import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { studyReportSchema } from '@/lib/contracts/study-report';
import { readLabelsFile } from '@/server/datasets/formats/read-labels-file';
import { readMatrixFile } from '@/server/datasets/formats/read-matrix-file';
import { REGISTRIES, type Registry, type RegistryEntry } from '@/server/registries/registries';
import { runWinnow, WINNOW } from '../support/run-winnow';
import { temporaryFolder } from '../support/temporary-folder';

const FIXTURES = fileURLToPath(new URL('../support/reference/command-line/', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../prisma/sample/', import.meta.url));
const fixture = (name: string) => join(FIXTURES, name);

const reference = z
  .object({
    ridge: z.number(),
    surrogate: z.object({
      objective: z.number(),
      gradientNorm: z.array(z.number()),
      entropy: z.array(z.number()),
    }),
    selection: z.object({ rows: z.array(z.number()), weights: z.array(z.number()) }),
    final: z.object({
      objective: z.number(),
      wrong: z.number(),
      logLoss: z.number(),
      labelEntropy: z.number(),
      absentClasses: z.array(z.number()),
    }),
  })
  .parse(JSON.parse(await readFile(fixture('reference.json'), 'utf8')));

const POOL = ['--pool', fixture('pool.npy'), '--labels', fixture('pool-labels.npy')];
const TEST = ['--test-pool', fixture('test.npy'), '--test-labels', fixture('test-labels.npy')];
const SEED = ['--seed-pool', fixture('seed.csv'), '--seed-labels', fixture('seed-labels.csv')];

const folder = await temporaryFolder();
const inFolder = (name: string) => join(folder, name);

const winnow = (...argv: string[]) => runWinnow(folder, ...argv);

async function winnowJson(...argv: string[]): Promise<Record<string, unknown>> {
  const { status, stdout, stderr } = await winnow(...argv);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function writeSelection(name: string, lines: readonly string[]): Promise<string> {
  await writeFile(inFolder(name), `row,inclusion_probability,weight\n${lines.join('\n')}\n`);
  return inFolder(name);
}

describe('winnow score', () => {
  it('gives the gradient norms and the objective of scikit-learn’s model of the same seed', async () => {
    const printed = await winnowJson(
      ...['score', ...SEED, '--pool', fixture('pool.npy'), '--score', 'gradient-norm'],
      ...['--ridge', String(reference.ridge), '--out', inFolder('norms.npy')],
      ...['--probabilities-out', inFolder('probabilities.npy'), '--json'],
    );
    expect(printed).toMatchObject({ ridge: reference.ridge, converged: true, rows: 400, classes: 10 });
    expect(printed.objective).toBeCloseTo(reference.surrogate.objective, 4);
    expect(printed.engine).toHaveProperty('name');
    const norms = await readMatrixFile(inFolder('norms.npy'));
    expect(norms.rows).toBe(400);
    for (const [row, norm] of reference.surrogate.gradientNorm.entries()) {
      expect(norms.data[row]).toBeCloseTo(norm, 2);
    }
    const header = (await readFile(inFolder('norms.npy'))).subarray(10, 70).toString('latin1');
    expect(header).toContain("'descr': '<f4'");
    expect(header).toContain("'shape': (400,)");
  });

  it('reads the probabilities of another model instead of training', async () => {
    const printed = await winnowJson(
      ...['score', '--probabilities', inFolder('probabilities.npy'), '--score', 'entropy'],
      ...['--out', inFolder('entropy.npy'), '--json'],
    );
    expect(printed).toMatchObject({
      rows: 400,
      ridge: null,
      objective: null,
      iterations: null,
      engine: null,
    });
    const entropy = await readMatrixFile(inFolder('entropy.npy'));
    for (const [row, value] of reference.surrogate.entropy.entries()) {
      expect(entropy.data[row]).toBeCloseTo(value, 2);
    }
  });
});

describe('winnow select', () => {
  const select = (...argv: string[]) =>
    winnowJson('select', '--scores', inFolder('norms.npy'), '--json', ...argv);

  it('writes the largest norms first for max-gradient, without inclusion probabilities', async () => {
    await select('--strategy', 'max-gradient', '--budget', '25', '--out', inFolder('top.csv'));
    const [header, ...lines] = (await readFile(inFolder('top.csv'), 'utf8')).trim().split('\n');
    expect(header).toBe('row,inclusion_probability,weight');
    const norms = await readMatrixFile(inFolder('norms.npy'));
    const descending = Array.from(norms.data.keys()).sort(
      (a, b) => (norms.data[b] ?? 0) - (norms.data[a] ?? 0),
    );
    expect(lines).toEqual(descending.slice(0, 25).map((row) => `${row},,1`));
  });

  it('takes a share as a budget, and weights that are one over the inclusion probabilities', async () => {
    const printed = await winnowJson(
      ...['select', '--probabilities', inFolder('probabilities.npy'), '--strategy', 'power'],
      ...[
        '--weighting',
        'inverse-probability',
        '--budget',
        '0.2',
        '--seed',
        '4',
        '--out',
        inFolder('power.csv'),
      ],
    );
    expect(printed).toMatchObject({ pool: 400, selected: 80 });
    const lines = (await readFile(inFolder('power.csv'), 'utf8')).trim().split('\n').slice(1);
    expect(lines).toHaveLength(80);
    const products = lines.map((line) => {
      const [, probability, weight] = line.split(',').map(Number);
      return (probability ?? NaN) * (weight ?? NaN);
    });
    // clipped weights are below, all others are exact
    expect(Math.max(...products)).toBeCloseTo(1, 9);
    expect(products.filter((product) => Math.abs(product - 1) < 1e-9).length).toBeGreaterThan(70);
  });

  it('chooses the same rows again for the same seed, and others for another', async () => {
    const choose = async (seed: string, name: string) => {
      await select('--strategy', 'gradient-cdf', '--budget', '40', '--seed', seed, '--out', inFolder(name));
      return readFile(inFolder(name), 'utf8');
    };
    const first = await choose('1', 'a.csv');
    expect(await choose('1', 'b.csv')).toBe(first);
    expect(await choose('2', 'c.csv')).not.toBe(first);
  });

  it('gives strategies the probabilities, features and parameters that they ask for', async () => {
    const badge = await winnowJson(
      ...['select', '--probabilities', inFolder('probabilities.npy'), '--features', fixture('pool.npy')],
      ...['--strategy', 'badge', '--set', 'prefilter=3', '--budget', '20', '--out', inFolder('d.csv')],
    );
    expect(badge).toMatchObject({ parameters: { prefilter: 3 }, pool: 400, selected: 20, notes: [] });
    const covering = await winnowJson(
      ...['select', '--features', fixture('pool.npy'), '--labeled-features', fixture('test.npy')],
      ...['--strategy', 'k-center', '--budget', '20', '--out', inFolder('e.csv')],
    );
    expect(covering).toMatchObject({ parameters: {}, selected: 20 });
    const cover = (await readFile(inFolder('e.csv'), 'utf8')).trim().split('\n').slice(1);
    expect(cover.every((line) => /^\d+,,1$/.test(line))).toBe(true);
    const refused = await winnow(
      ...['select', '--scores', inFolder('norms.npy'), '--strategy', 'power', '--budget', '5'],
      ...['--set', 'exponnent=1', '--out', inFolder('f.csv')],
    );
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/exponnent/);
  });
});

describe('winnow scores, schemes, models and extractors', () => {
  it.each(REGISTRIES)('lists the $name as they are registered', async ({ name, entries }) => {
    const { status, stdout } = await winnow(name);
    expect(status).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(entries.map((entry) => entry.name));
  });

  it('tells all of one', async () => {
    const [{ name, entries }] = REGISTRIES as readonly [Registry];
    const [first] = entries as [RegistryEntry];
    expect((await winnow(name, first.name)).stdout).toContain(first.description);
    expect(await winnowJson(name, first.name, '--json')).toEqual(JSON.parse(JSON.stringify(first)));
    expect((await winnow(name, 'best')).status).toBe(2);
  });
});

describe('winnow evaluate', () => {
  it('is scikit-learn’s weighted fit of the same rows', async () => {
    const { rows, weights } = reference.selection;
    const selection = await writeSelection(
      'weighted.csv',
      rows.map((row, index) => `${row},,${weights[index]}`),
    );
    const printed = await winnowJson(
      ...[
        'evaluate',
        ...POOL,
        ...TEST,
        '--selection',
        selection,
        '--ridge',
        String(reference.ridge),
        '--json',
      ],
    );
    expect(printed).toMatchObject({
      labels: rows.length,
      converged: true,
      absentClasses: reference.final.absentClasses,
    });
    expect(printed.objective).toBeCloseTo(reference.final.objective, 4);
    expect(printed.labelEntropy).toBeCloseTo(reference.final.labelEntropy, 9);
    expect(printed.logLoss).toBeCloseTo(reference.final.logLoss, 3);
    const error = z.object({ mean: z.number(), low: z.number(), high: z.number() }).parse(printed.error);
    expect(error.mean).toBeCloseTo(reference.final.wrong / 300, 12);
    expect(error.low).toBeLessThan(error.mean);
    expect(error.high).toBeGreaterThan(error.mean);
  });

  it('names a class that no selected label covers', async () => {
    const { labels } = await readLabelsFile(fixture('pool-labels.npy'));
    const rows = [...labels.keys()].filter((row) => labels[row] !== 3);
    const selection = await writeSelection(
      'without-3.csv',
      rows.map((row) => `${row},,1`),
    );
    const printed = await winnowJson(
      'evaluate',
      ...POOL,
      ...TEST,
      '--selection',
      selection,
      '--ridge',
      '0.01',
    );
    expect(printed.absentClasses).toEqual([3]);
  });

  it('says that cross-validation on a selection without probabilities is unweighted', async () => {
    const argv = ['evaluate', ...POOL, ...TEST, '--ridge', 'cv'];
    const top = await winnowJson(...argv, '--selection', inFolder('top.csv'));
    expect(top.ridgeFrom).toMatch(/unweighted/);
    const power = await winnowJson(...argv, '--selection', inFolder('power.csv'));
    expect(power.ridgeFrom).toMatch(/weighted by 1 \/ inclusion probability/);
    expect(power.ridge).toBeGreaterThan(0);
  });
});

describe('winnow study', () => {
  const config = {
    seed: 5,
    repeats: 2,
    fractions: [0.2, 1],
    surrogates: [{ name: 'weak', labels: 0.1 }],
    finalModel: { ridge: 0.01 },
    strategies: ['max-gradient', { name: 'power', exponent: 1, weighting: 'inverse-probability' }],
  };

  it('ends in order when it is interrupted in the middle of fits', async () => {
    await writeFile(inFolder('long.json'), JSON.stringify({ ...config, repeats: 1000 }));
    const argv = ['study', ...POOL, ...TEST, '--config', inFolder('long.json'), '--out', inFolder('long')];
    const child = spawn(process.execPath, [WINNOW, ...argv], { cwd: folder });
    let stderr = '';
    child.stderr.once('data', () => child.kill('SIGINT'));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const end = await new Promise((resolve) => {
      child.on('close', (status, signal) => resolve({ status, signal }));
    });
    expect(end).toEqual({ status: 1, signal: null });
    expect(stderr.trim().split('\n').at(-1)).toMatch(/cancelled/);
  });

  it('writes report, table and pictures, and subsets that give the same errors when fitted again', async () => {
    await writeFile(inFolder('study.json'), JSON.stringify(config));
    const out = inFolder('report');
    const argv = ['study', ...POOL, ...TEST, '--config', inFolder('study.json'), '--out', out, '--subsets'];
    const { status, stdout, stderr } = await winnow(...argv);
    expect(status).toBe(0);
    expect(stdout).toMatch(/random/);
    // a repeat: the surrogate, random and two strategies at 20 %, random with all labels paid, all rows at both ridges
    expect(stderr).toMatch(/14 of 14 fits/);

    const report = studyReportSchema.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
    expect(report.data).toEqual({ pool: 400, dimension: 49, classes: 10, test: 300 });
    expect(report.curves.map(({ strategy }) => strategy)).toEqual(['random', 'max-gradient', 'power']);
    expect(report.curves.flatMap(({ points }) => points.map(({ kept }) => kept))).toEqual([
      72, 360, 72, 360, 72, 360,
    ]);
    expect(await readFile(join(out, 'report.html'), 'utf8')).not.toMatch(/(src|href)=|url\(/);
    expect((await readFile(join(out, 'curves.png'))).subarray(1, 4).toString()).toBe('PNG');
    const csv = (await readFile(join(out, 'curves.csv'), 'utf8')).trim().split('\n');
    expect(csv).toHaveLength(1 + 3 * 2 * 2);

    const subset = join(out, 'subsets', 'repeat-1.weak.power-1-inverse-probability.0.2');
    const rows = (await readLabelsFile(`${subset}.rows.npy`)).labels;
    const weights = (await readMatrixFile(`${subset}.weights.npy`)).data;
    const selection = await writeSelection(
      'again.csv',
      Array.from(rows, (row, index) => `${row},,${weights[index]}`),
    );
    const again = await winnowJson('evaluate', ...POOL, ...TEST, '--selection', selection, '--ridge', '0.01');
    const { mean } = z.object({ mean: z.number() }).parse(again.error);
    expect(report.curves[2]?.points[0]?.repeats[1]).toBeCloseTo(mean, 12);
  });

  it('reads IDX files of real images, and prints nothing but the report with --json', async () => {
    const images = (part: string) => `${SAMPLE}${part}-images-idx3-ubyte.gz`;
    const labels = (part: string) => `${SAMPLE}${part}-labels-idx1-ubyte.gz`;
    await writeFile(
      inFolder('small.json'),
      JSON.stringify({
        repeats: 1,
        fractions: [0.02],
        surrogates: [{ name: 'weak', labels: 100, ridge: 0.1 }],
        finalModel: { ridge: 1 },
        strategies: ['random'],
      }),
    );
    const { status, stdout, stderr } = await winnow(
      ...['study', '--pool', images('t10k'), '--labels', labels('t10k'), '--test-pool', images('t10k')],
      ...[
        '--test-labels',
        labels('t10k'),
        '--config',
        inFolder('small.json'),
        '--out',
        inFolder('small'),
        '--json',
      ],
    );
    expect(status).toBe(0);
    expect(stderr).toBe('');
    const report = studyReportSchema.parse(JSON.parse(stdout));
    expect(report.data.dimension).toBe(784);
    expect(report.warnings).toContain('There is one repeat, so that no interval can be given.');
  });
});

describe('bad input ends with status 2 and one line that says what to mend', () => {
  const refused = async (argv: readonly string[], words: RegExp) => {
    const { status, stdout, stderr } = await winnow(...argv);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(words);
  };
  const study = ['study', ...POOL, ...TEST, '--out', 'out'];

  it('a file that is not there', async () => {
    await refused(
      ['study', '--pool', 'nowhere.npy', '--labels', fixture('pool-labels.npy'), ...TEST, '--out', 'out'],
      /nowhere\.npy/,
    );
  });

  it('a key that the configuration does not have, also inside a strategy', async () => {
    await writeFile(inFolder('key.json'), '{"repeets": 2}');
    await refused([...study, '--config', inFolder('key.json')], /key\.json: .*repeets/);
    await writeFile(inFolder('inner.json'), '{"strategies": [{"name": "power", "exponnent": 1}]}');
    await refused([...study, '--config', inFolder('inner.json')], /inner\.json: strategies\.0: .*exponnent/);
    await writeFile(inFolder('broken.json'), '{');
    await refused([...study, '--config', inFolder('broken.json')], /broken\.json is no JSON/);
  });

  it('a surrogate that takes the whole pool', async () => {
    await writeFile(inFolder('greedy.json'), '{"surrogates": [{"name": "greedy", "labels": 400}]}');
    await refused([...study, '--config', inFolder('greedy.json')], /greedy.*400/);
  });

  it('files of different lengths, and a value that is no number, by file and row', async () => {
    const labels = fixture('test-labels.npy');
    await refused(
      ['study', '--pool', fixture('pool.npy'), '--labels', labels, ...TEST, '--out', 'out'],
      /pool\.npy has 400 rows.*row 300/,
    );
    await writeFile(inFolder('nan.csv'), 'a,b\n1,2\n3,nan\n');
    await refused(
      ['select', '--scores', inFolder('nan.csv'), '--strategy', 'random', '--budget', '1', '--out', 'x.csv'],
      /nan\.csv.*row 1/,
    );
  });

  it('a selection that names a row twice or beyond the pool', async () => {
    const argv = ['evaluate', ...POOL, ...TEST, '--ridge', '0.1', '--selection'];
    await refused(
      [...argv, await writeSelection('twice.csv', ['3,,1', '3,,1'])],
      /twice\.csv, row 1 .*twice/,
    );
    await refused([...argv, await writeSelection('beyond.csv', ['400,,1'])], /beyond\.csv, row 0 .*400/);
  });

  it('an option that is missing, unknown or out of range', async () => {
    await refused(['score', '--score', 'entropy', '--out', 'x.npy'], /--seed-pool/);
    await refused([...study, '--nonsense'], /--nonsense/);
    await refused(['select', '--strategy', 'nonsense', '--budget', '1', '--out', 'x.csv'], /nonsense/);
    await refused(['select', '--strategy', 'random', '--budget', '0', '--out', 'x.csv'], /budget/);
  });
});

it('tells all by --help', async () => {
  const { status, stdout } = await winnow('--help');
  expect(status).toBe(0);
  for (const command of ['study', 'score', 'select', 'evaluate', 'serve', 'worker'])
    expect(stdout).toContain(command);
});
