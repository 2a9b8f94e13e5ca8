import { Command } from 'commander';
import { describeParameters } from '@/lib/contracts/parameters';
import { AppError } from '@/lib/errors';
import { labelEntropy } from '@/lib/metrics/label-entropy';
import { effectiveSampleSize } from '@/lib/metrics/effective-sample-size';
import { predictedLabels } from '@/lib/metrics/classification';
import { createMatrix } from '@/lib/numeric/matrix';
import { scoreByName } from '@/lib/scores/registry';
import { SCHEMES, schemeByName } from '@/lib/selections/registry';
import type { Scheme } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import { readMatrixFile } from '../datasets/formats/read-matrix-file';
import { readProbabilitiesFile, readScoresFile, requireSameRows } from './input-files';
import { jsonOption, parseBudget, parseNumber, parseSeed, type Budget } from './options';
import { printJson, writeOutput } from './output';
import { selectionCsv } from './selection-file';
import { settingOption, settingValues, type TypedSettings } from './setting-option';

interface SelectOptions {
  readonly scores?: string;
  readonly probabilities?: string;
  readonly features?: string;
  readonly labeledFeatures?: string;
  readonly score?: string;
  readonly set: TypedSettings;
  readonly strategy: string;
  readonly exponent?: number;
  readonly weighting?: string;
  readonly budget: Budget;
  readonly seed: number;
  readonly out: string;
}

export function selectCommand(): Command {
  return new Command('select')
    .description('choose a subset of the pool by its scores, probabilities or features')
    .option('--scores <S>', 'scores that the strategy acts on, a value a row')
    .option(
      '--probabilities <P>',
      'class probabilities, for strategies that look at them; without --scores the score is computed of them',
    )
    .option('--features <F>', 'features of the pool, for strategies and scores that look at them')
    .option('--labeled-features <F>', 'features of examples that are labeled already (default: none are)')
    .option('--score <name>', "score to compute of them (default: the strategy's own)")
    .requiredOption('--strategy <name>', `one of: ${SCHEMES.map(({ name }) => name).join(', ')}`)
    .addOption(settingOption('parameters of the strategy; `winnow schemes NAME` lists them'))
    .option(
      '--exponent <A>',
      'short for --set exponent=A: above 0 prefers hard examples, below 0 easy ones',
      parseNumber,
    )
    .option('--weighting <none|inverse-probability>', 'short for --set weighting=…')
    .requiredOption(
      '--budget <N|0.x>',
      'how many examples to choose, or which share of the pool',
      parseBudget,
    )
    .option('--seed <K>', 'seed of the random numbers; another for each batch from one pool', parseSeed, 1)
    .requiredOption(
      '--out <selection.csv>',
      'where to write: row,inclusion_probability,weight in order of choice',
    )
    .addOption(jsonOption())
    .action(runSelect);
}

async function runSelect(options: SelectOptions): Promise<void> {
  const scheme = schemeByName(options.strategy);
  const { rows, scores, predicted, classes, ...matrices } = await readPool(options, scheme);
  const budget =
    'examples' in options.budget
      ? options.budget.examples
      : Math.max(1, Math.round(options.budget.share * rows));
  if (budget > rows) {
    throw new AppError(
      'bad-input',
      `--budget ${budget}: the pool has ${rows} rows.`,
      `Choose ${rows} at most.`,
    );
  }
  const parameters = {
    ...settingValues(options.set, describeParameters(scheme)),
    ...(options.exponent !== undefined && { exponent: options.exponent }),
    ...(options.weighting !== undefined && { weighting: options.weighting }),
  };
  const ids = BigUint64Array.from({ length: rows }, (_, row) => BigInt(row));
  const selected = select(scheme, { ...matrices, scores, ids, budget, seed: options.seed }, parameters);
  await writeOutput(options.out, selectionCsv(selected));
  printJson({
    strategy: scheme.name,
    parameters,
    pool: rows,
    selected: selected.rows.length,
    seed: options.seed,
    effectiveSampleSize: effectiveSampleSize(selected.weights),
    predictedLabelEntropy:
      predicted &&
      labelEntropy(
        selected.rows.map((row) => predicted[row] as number),
        classes,
      ),
    notes: selected.notes ?? [],
  });
}

/** How many rows there are to choose from, and what the scheme needs to know of them. */
async function readPool(options: SelectOptions, scheme: Scheme) {
  const probabilities = options.probabilities ? await readProbabilitiesFile(options.probabilities) : null;
  const features = options.features ? await readMatrixFile(options.features) : null;
  const given = options.scores ? await readScoresFile(options.scores) : null;
  const parts = [
    { path: options.scores, rows: given?.length },
    { path: options.probabilities, rows: probabilities?.rows },
    { path: options.features, rows: features?.rows },
  ].filter(
    (part): part is { path: string; rows: number } => part.path !== undefined && part.rows !== undefined,
  );
  const [first] = parts;
  if (!first) {
    throw new AppError(
      'bad-input',
      'Nothing says how many rows the pool has.',
      'Name a file by --scores, --probabilities or --features.',
    );
  }
  for (const part of parts) requireSameRows(first.path, first.rows, part.path, part.rows);

  const labeled = options.labeledFeatures ? await readMatrixFile(options.labeledFeatures) : null;
  const pool = {
    probabilities: probabilities ?? undefined,
    features: features ?? undefined,
    labeledFeatures:
      labeled ?? (features ? createMatrix(new Float32Array(), 0, features.columns) : undefined),
    rows: first.rows,
    predicted: probabilities && predictedLabels(probabilities),
    classes: probabilities?.columns ?? 0,
  };
  if (given || scheme.defaultScore === null) return { ...pool, scores: given };
  const score = scoreByName(options.score ?? scheme.defaultScore);
  if (score.needs.includes('labels')) {
    throw new AppError(
      'bad-input',
      `The score “${score.name}” looks at labels.`,
      'Compute it by `winnow score --labels`, and name the file by --scores.',
    );
  }
  const readsFeatures = score.needs.some((need) => need === 'features' || need === 'layers');
  if (!probabilities || (readsFeatures && !features)) {
    const needed = readsFeatures ? '--probabilities and --features' : '--probabilities';
    throw new AppError(
      'bad-input',
      `The strategy “${scheme.name}” needs scores.`,
      `Name them by --scores, or give ${needed} to compute ${score.name}.`,
    );
  }
  return { ...pool, scores: score.compute({ probabilities, features: features ?? undefined }) };
}
