import { basename } from 'node:path';
import { Command } from 'commander';
import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import { describeParameters, type ParameterInfo } from '@/lib/contracts/parameters';
import { computeAtOnce } from '@/lib/scores/prepare-score';
import { SCORES, scoreByName } from '@/lib/scores/registry';
import type { ModelOutput } from '@/lib/scores/score';
import { scoreOptionsSchema } from '@/lib/scores/score-options';
import { chooseRidgeByCrossValidation } from '@/lib/surrogates/choose-ridge';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import type { EngineInfo } from '@/lib/surrogates/tensor-engine';
import { encodeNpy } from '../datasets/formats/npy-encode';
import { readLabelsFile } from '../datasets/formats/read-labels-file';
import { readMatrixFile } from '../datasets/formats/read-matrix-file';
import { loadEngine } from '../tensor/load-engine';
import { readLabeledFiles, readProbabilitiesFile, requireSameColumns, requireSameRows } from './input-files';
import { chosenEngine, engineOption, jsonOption, parseRidge, parseSeed, type CommonOptions } from './options';
import { printJson, writeOutput } from './output';

interface ScoreOptions extends CommonOptions {
  readonly seedPool?: string;
  readonly seedLabels?: string;
  readonly pool?: string;
  readonly labels?: string;
  readonly probabilities?: readonly string[];
  readonly score: string;
  readonly ridge: number | 'cv';
  readonly seed: number;
  readonly out: string;
  readonly probabilitiesOut?: string;
}

/** Where probabilities come from: a surrogate trained here, or a file of any other model. */
interface Source {
  /** of several models their mean */
  readonly probabilities: Matrix;
  /** each of them, where there are several */
  readonly models: readonly ModelOutput[] | undefined;
  readonly features: Matrix | undefined;
  readonly fit: {
    readonly ridge: number;
    readonly objective: number;
    readonly iterations: number;
    readonly converged: boolean;
    readonly absentClasses: readonly number[];
    readonly engine: EngineInfo;
  } | null;
}

const FOLDS = 5;

export function scoreCommand(): Command {
  return new Command('score')
    .description('train a surrogate on seed labels and score the pool with it')
    .option('--seed-pool <F>', 'features of the seed examples')
    .option('--seed-labels <L>', 'their labels')
    .option('--pool <F>', 'features of the examples to score')
    .option('--labels <L>', 'labels of the pool, for the score that looks at them')
    .option(
      '--probabilities <P.npy...>',
      'class probabilities of another model, or of several, instead of training a surrogate',
    )
    .requiredOption('--score <name>', 'one of those below, with settings: name:key=value,key=value')
    .option(
      '--ridge <number|cv>',
      'ridge of the surrogate; cv: cross-validated on the seed',
      parseRidge,
      'cv',
    )
    .option('--seed <K>', 'seed of the folds', parseSeed, 1)
    .requiredOption('--out <scores.npy>', 'where to write: float32, a value a row')
    .option('--probabilities-out <P.npy>', "where to write the surrogate's probabilities")
    .addOption(engineOption())
    .addOption(jsonOption())
    .addHelpText('after', scoreHelp())
    .action(runScore);
}

/** Every score with its settings, as the registry has them. */
function scoreHelp(): string {
  const common = describeParameters({ parameters: scoreOptionsSchema });
  const lines = SCORES.map((definition) => {
    const own = describeParameters(definition);
    const settings = own.length > 0 ? `\n      ${own.map(settingText).join('\n      ')}` : '';
    return `  ${definition.name}: ${definition.title}${settings}`;
  });
  return `
Scores
${lines.join('\n')}

Settings of every score
  ${common.map(settingText).join('\n  ')}

Several files of probabilities are models over the same examples: el2n and grand average over them, other scores look at
the mean of their probabilities. Scores of the parameters of hidden layers see the last layer only here.`;
}

function settingText(parameter: ParameterInfo): string {
  const values =
    parameter.kind === 'number'
      ? `${parameter.minimum} … ${parameter.maximum}`
      : parameter.options.map(({ value }) => value).join(' | ');
  return `${parameter.name}=${values} (${parameter.default}): ${parameter.title}`;
}

async function runScore(options: ScoreOptions): Promise<void> {
  const score = scoreByName(options.score);
  const { probabilities, models, features, fit } = options.probabilities
    ? await readSource(options, options.probabilities)
    : await trainSource(options);
  const labels = options.labels ? (await readLabelsFile(options.labels)).labels : undefined;
  if (labels && options.labels) {
    requireSameRows(
      options.pool ?? options.probabilities?.[0] ?? '',
      probabilities.rows,
      options.labels,
      labels.length,
    );
  }
  if ((score.needs.includes('features') || score.needs.includes('layers')) && !features)
    throw missing('--pool', `The score “${score.name}” looks at features.`);
  if (score.needs.includes('labels') && !labels)
    throw missing('--labels', `The score “${score.name}” looks at labels.`);
  const run = score.begin();
  const values = computeAtOnce(run, { probabilities, models, features, labels, ridge: fit?.ridge });

  await writeOutput(options.out, encodeNpy(values, [values.length]));
  if (options.probabilitiesOut) {
    const { data, rows, columns } = probabilities;
    await writeOutput(options.probabilitiesOut, encodeNpy(data, [rows, columns]));
  }
  printJson({
    score: score.name,
    method: run.method?.() ?? null,
    rows: values.length,
    classes: probabilities.columns,
    ridge: fit?.ridge ?? null,
    objective: fit?.objective ?? null,
    iterations: fit?.iterations ?? null,
    converged: fit?.converged ?? null,
    absentClasses: fit?.absentClasses ?? null,
    engine: fit?.engine ?? null,
  });
}

function missing(option: string, reason: string): AppError {
  return new AppError('bad-input', `${option} is missing. ${reason}`, `Name a file by ${option}.`);
}

async function readSource(options: ScoreOptions, paths: readonly string[]): Promise<Source> {
  const [path = ''] = paths;
  const each = await Promise.all(paths.map((path) => readProbabilitiesFile(path)));
  const [first] = each as [Matrix];
  each.forEach((other, index) => {
    requireSameRows(path, first.rows, paths[index] as string, other.rows);
    if (other.columns === first.columns) return;
    throw new AppError(
      'bad-input',
      `${basename(path)} has ${first.columns} classes, ${basename(paths[index] as string)} has ${other.columns} (row 0).`,
      'Give probabilities of models of the same classes.',
    );
  });
  const features = options.pool ? await readMatrixFile(options.pool) : undefined;
  if (features && options.pool) requireSameRows(options.pool, features.rows, path, first.rows);
  return {
    probabilities: meanOf(each),
    models: each.length > 1 ? each.map((probabilities) => ({ probabilities, features })) : undefined,
    features,
    fit: null,
  };
}

function meanOf(matrices: readonly Matrix[]): Matrix {
  const [first] = matrices as readonly [Matrix];
  if (matrices.length === 1) return first;
  const data = first.data.map(
    (_, place) => matrices.reduce((sum, { data }) => sum + (data[place] as number), 0) / matrices.length,
  );
  return { ...first, data };
}

async function trainSource(options: ScoreOptions): Promise<Source> {
  const { seedPool, seedLabels, pool } = options;
  const reason = 'A surrogate is trained unless --probabilities names those of another model.';
  if (!seedPool) throw missing('--seed-pool', reason);
  if (!seedLabels) throw missing('--seed-labels', reason);
  if (!pool) throw missing('--pool', 'It is what is scored.');
  const { parts, classes } = await readLabeledFiles([{ features: seedPool, labels: seedLabels }]);
  const [seed] = parts;
  if (!seed || classes < 2) {
    throw new AppError(
      'bad-input',
      `${basename(seedLabels)} has one class only (row 0 to the last).`,
      'Label examples of two classes at least.',
    );
  }
  const features = await readMatrixFile(pool);
  requireSameColumns(seedPool, seed.features, pool, features);
  const { engine } = await loadEngine({ force: chosenEngine(options) });
  try {
    const training = { features: seed.features, labels: seed.labels, weights: null, classes };
    const ridge =
      options.ridge === 'cv'
        ? (await chooseRidgeByCrossValidation(engine, training, { folds: FOLDS, seed: options.seed })).ridge
        : options.ridge;
    const { parameters, objective, iterations, converged, absentClasses } = await fitSoftmax(
      engine,
      training,
      { ridge },
    );
    const { probabilities } = await engine.score({ features, parameters, classes, scores: [] });
    const fit = { ridge, objective, iterations, converged, absentClasses, engine: engine.info };
    return { probabilities, models: undefined, features, fit };
  } finally {
    await engine.dispose();
  }
}
