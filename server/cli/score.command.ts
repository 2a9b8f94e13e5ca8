import { Command } from 'commander';
import { describeParameters } from '@/lib/contracts/parameters';
import { AppError } from '@/lib/errors';
import { SCORES, scoreByName } from '@/lib/scores/registry';
import { scoreOptionsSchema } from '@/lib/scores/score-options';
import { encodeNpy } from '../datasets/formats/npy-encode';
import { readLabelsFile } from '../datasets/formats/read-labels-file';
import { requireSameRows } from './input-files';
import { imageOption, modelHelp, modelOption } from './model-option';
import { engineOption, jsonOption, parseRidge, parseSeed } from './options';
import { printJson, writeOutput } from './output';
import { missingOption, scoreByTraining, scoreFiles, type SourceOptions } from './score-source';
import { settingText } from './setting-text';

interface ScoreOptions extends SourceOptions {
  readonly labels?: string;
  readonly score: string;
  readonly out: string;
  readonly probabilitiesOut?: string;
}

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
    .option('--logits <Z.npy...>', 'the same as logits, of which softmax makes probabilities')
    .addOption(modelOption())
    .addOption(imageOption())
    .requiredOption('--score <name>', 'one of those below, with settings: name:key=value,key=value')
    .option(
      '--ridge <number|cv>',
      'ridge of softmax regression; cv: cross-validated on the seed',
      parseRidge,
      'cv',
    )
    .option('--seed <K>', 'seed of folds and of networks', parseSeed, 1)
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
${modelHelp()}

Several files of probabilities are models over the same examples: el2n and grand average over them, other scores look at
the mean of their probabilities; of hidden layers they know nothing.`;
}

async function runScore(options: ScoreOptions): Promise<void> {
  const score = scoreByName(options.score);
  if (options.probabilities && options.logits) {
    throw new AppError('bad-input', 'Both --probabilities and --logits are given.', 'Give one of them.');
  }
  const labels = options.labels ? (await readLabelsFile(options.labels)).labels : undefined;
  if (score.needs.includes('labels') && !labels)
    throw missingOption('--labels', `The score “${score.name}” looks at labels.`);
  const paths = options.probabilities ?? options.logits;
  const kind = options.logits ? 'logits' : 'probabilities';
  const { probabilities, values, method, fit } = paths
    ? await scoreFiles(options, { paths, kind }, score, labels)
    : await scoreByTraining(options, score, labels);
  if (labels && options.labels) {
    const pool = options.pool ?? paths?.[0] ?? '';
    requireSameRows(pool, probabilities.rows, options.labels, labels.length);
  }

  await writeOutput(options.out, encodeNpy(values, [values.length]));
  if (options.probabilitiesOut) {
    const { data, rows, columns } = probabilities;
    await writeOutput(options.probabilitiesOut, encodeNpy(data, [rows, columns]));
  }
  printJson({
    score: score.name,
    method,
    rows: values.length,
    classes: probabilities.columns,
    model: fit?.model ?? null,
    ridge: fit?.ridge ?? null,
    objective: fit?.objective ?? null,
    iterations: fit?.iterations ?? null,
    converged: fit?.converged ?? null,
    absentClasses: fit?.absentClasses ?? null,
    engine: fit?.engine ?? null,
  });
}
