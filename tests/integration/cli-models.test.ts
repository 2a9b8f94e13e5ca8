import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { studyReportSchema } from '@/lib/contracts/study-report';
import { encodeNpy } from '@/server/datasets/formats/npy-encode';
import { readLabelsFile } from '@/server/datasets/formats/read-labels-file';
import { readMatrixFile } from '@/server/datasets/formats/read-matrix-file';
import { runWinnow } from '../support/run-winnow';
import { temporaryFolder } from '../support/temporary-folder';

const FIXTURES = fileURLToPath(new URL('../support/reference/command-line/', import.meta.url));
const fixture = (name: string) => join(FIXTURES, name);
const folder = await temporaryFolder();
const inFolder = (name: string) => join(folder, name);

const SEED = ['--seed-pool', fixture('seed.csv'), '--seed-labels', fixture('seed-labels.csv')];
const POOL = ['--pool', fixture('pool.npy')];

async function winnowJson(...argv: string[]): Promise<Record<string, unknown>> {
  const { status, stdout, stderr } = await runWinnow(folder, ...argv);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** The fixture's images of 7 × 7 in the corner of 10 × 10: the least that the small network reads. */
async function enlarge(name: string): Promise<string> {
  const { data, rows } = await readMatrixFile(fixture(name));
  const large = new Float32Array(rows * 100);
  data.forEach((value, place) => {
    const [row, y, x] = [Math.floor(place / 49), Math.floor((place % 49) / 7), place % 7];
    large[row * 100 + y * 10 + x] = value;
  });
  await writeFile(inFolder(name), encodeNpy(large, [rows, 100]));
  return inFolder(name);
}

describe('winnow with other models', () => {
  it('scores with a network, also by the parameters of all its layers, the same again', async () => {
    const score = async (name: string, file: string) => {
      const model = ['--model', 'mlp:units=8,epochs=2', '--score', name];
      const output = ['--probabilities-out', inFolder(`p-${file}`), '--out', inFolder(file)];
      const printed = await winnowJson('score', ...SEED, ...POOL, ...model, ...output);
      expect(printed).toMatchObject({ model: { name: 'mlp', units: 8, epochs: 2 }, ridge: null });
      return (await readMatrixFile(inFolder(file))).data;
    };
    const lastLayer = await score('gradient-norm', 'last.npy');
    const all = await score('gradient-norm:group=all', 'all.npy');
    expect(await score('gradient-norm', 'again.npy')).toEqual(lastLayer);
    all.forEach((value, row) => expect(value).toBeGreaterThanOrEqual((lastLayer[row] as number) * 0.9999));

    const probabilities = await readMatrixFile(inFolder('p-last.npy'));
    const logits = probabilities.data.map((probability) => Math.log(probability) - 2);
    await writeFile(inFolder('z.npy'), encodeNpy(logits, [probabilities.rows, probabilities.columns]));
    const entropyOf = async (option: string, file: string) => {
      await winnowJson(
        'score',
        option,
        inFolder(file),
        '--score',
        'entropy',
        '--out',
        inFolder('entropy.npy'),
      );
      return (await readMatrixFile(inFolder('entropy.npy'))).data;
    };
    const ofProbabilities = await entropyOf('--probabilities', 'p-last.npy');
    const ofLogits = await entropyOf('--logits', 'z.npy');
    ofProbabilities.forEach((value, row) => expect(ofLogits[row]).toBeCloseTo(value, 4));
  });

  it('measures a network, and predictions of a model trained elsewhere', async () => {
    await writeFile(
      inFolder('selection.csv'),
      `row\n${Array.from({ length: 60 }, (_, row) => row).join('\n')}\n`,
    );
    const test = ['--test-labels', fixture('test-labels.npy')];
    const trained = await winnowJson(
      'evaluate',
      ...[...POOL, '--labels', fixture('pool-labels.npy'), '--selection', inFolder('selection.csv')],
      ...['--test-pool', fixture('test.npy'), ...test, '--model', 'mlp:units=8,epochs=2'],
    );
    expect(trained).toMatchObject({ model: { name: 'mlp' }, labels: 60, ridge: null });

    const { labels } = await readLabelsFile(fixture('test-labels.npy'));
    const classes = Math.max(...labels) + 1;
    const predictions = new Float32Array(labels.length * classes);
    labels.forEach(
      (label, row) => (predictions[row * classes + (row < 3 ? (label + 1) % classes : label)] = 1),
    );
    await writeFile(inFolder('predictions.npy'), encodeNpy(predictions, [labels.length, classes]));
    const measured = await winnowJson('evaluate', '--predictions', inFolder('predictions.npy'), ...test);
    expect(measured).toMatchObject({ error: { mean: 3 / labels.length } });
    await writeFile(
      inFolder('predicted.csv'),
      `label\n${Array.from(labels, (label, row) => (row < 5 ? (label + 1) % classes : label)).join('\n')}\n`,
    );
    const counted = await winnowJson('evaluate', '--predicted-labels', inFolder('predicted.csv'), ...test);
    expect(counted).toMatchObject({ error: { mean: 5 / labels.length }, logLoss: null });
  });

  it('studies networks on pixels beside a model of which the logits are known', async () => {
    const { labels } = await readLabelsFile(fixture('pool-labels.npy'));
    const classes = Math.max(...labels) + 1;
    const logits = new Float32Array(labels.length * classes);
    labels.forEach((label, row) => (logits[row * classes + label] = 3));
    await writeFile(inFolder('teacher.npy'), encodeNpy(logits, [labels.length, classes]));
    const config = {
      repeats: 1,
      fractions: [0.2],
      surrogates: [
        { name: 'small', model: { name: 'cnn', epochs: 1 }, labels: 40 },
        { name: 'teacher', model: 'external' },
      ],
      finalModel: { model: { name: 'mlp', units: 8, epochs: 1 }, ridge: 0.1 },
      strategies: ['max-gradient'],
      fullPool: false,
    };
    await writeFile(inFolder('study.json'), JSON.stringify(config));
    const labeled = ['--pool', await enlarge('pool.npy'), '--labels', fixture('pool-labels.npy')];
    const test = ['--test-pool', await enlarge('test.npy'), '--test-labels', fixture('test-labels.npy')];
    const files = ['--config', inFolder('study.json'), '--logits', `teacher=${inFolder('teacher.npy')}`];
    const argv = ['study', ...labeled, ...test, ...files, '--json', '--out', inFolder('report')];
    const blind = await runWinnow(folder, ...argv);
    expect(blind.status).toBe(2);
    expect(blind.stderr).toContain('The surrogate “small” reads images');

    const report = studyReportSchema.parse(await winnowJson(...argv, '--image', '10x10'));
    const teacher = report.surrogates.find(({ name }) => name === 'teacher');
    expect(teacher).toMatchObject({ labels: 0 });
    expect(report.curves.map(({ surrogate, strategy }) => `${surrogate}/${strategy}`)).toEqual([
      ...['small/random', 'small/max-gradient', 'teacher/random', 'teacher/max-gradient'],
    ]);
  });

  it.each([
    ['a model that there is not', ['--model', 'tree'], 'There is no model “tree”'],
    ['a setting that it has not', ['--model', 'mlp:depth=3'], 'depth'],
    ['a network of images for other features', ['--model', 'cnn'], 'reads images'],
    ['images of another size', ['--model', 'cnn', '--image', '28x28'], '28 × 28 × 1'],
    ['both probabilities and logits', ['--probabilities', 'p.npy', '--logits', 'z.npy'], 'Give one of them'],
  ])('refuses %s', async (_, model, message) => {
    const output = ['--score', 'gini', '--out', inFolder('x.npy')];
    const { status, stderr } = await runWinnow(folder, 'score', ...SEED, ...POOL, ...model, ...output);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
