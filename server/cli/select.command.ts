import { Command } from 'commander';
import { describeParameters } from '@/lib/contracts/parameters';
import { AppError } from '@/lib/errors';
import { labelEntropy } from '@/lib/metrics/label-entropy';
import { effectiveSampleSize } from '@/lib/metrics/effective-sample-size';
import { SCHEMES, schemeByName } from '@/lib/selections/registry';
import type { Scheme, Selected } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import { selectByShards } from '@/lib/selections/select-by-shards';
import { jsonOption, parseBudget, parseNumber, parseSeed, type Budget } from './options';
import { printJson, writeOutput } from './output';
import { readPool, type PoolFiles } from './read-pool';
import { openScoreShards, rowNumbers } from './score-shards';
import { selectionCsv } from './selection-file';
import { settingOption, settingValues, type TypedSettings } from './setting-option';

interface SelectOptions extends PoolFiles {
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
  const parameters = {
    ...settingValues(options.set, describeParameters(scheme)),
    ...(options.exponent !== undefined && { exponent: options.exponent }),
    ...(options.weighting !== undefined && { weighting: options.weighting }),
  };
  const chosen =
    (await chooseByShards(options, scheme, parameters)) ?? (await chooseAtOnce(options, scheme, parameters));
  const { selected, rows, predictedLabelEntropy } = chosen;
  await writeOutput(options.out, selectionCsv(selected));
  printJson({
    strategy: scheme.name,
    parameters,
    pool: rows,
    selected: selected.rows.length,
    seed: options.seed,
    effectiveSampleSize: effectiveSampleSize(selected.weights),
    predictedLabelEntropy,
    notes: selected.notes ?? [],
  });
}

interface Chosen {
  readonly selected: Selected;
  readonly rows: number;
  readonly predictedLabelEntropy: number | null;
}

/** Where scores are all there is, and the scheme can: in memory that the pool's size does not change. */
async function chooseByShards(
  { scores, probabilities, features, budget, seed }: SelectOptions,
  scheme: Scheme,
  parameters: unknown,
): Promise<Chosen | null> {
  if (!scores || probabilities || features) return null;
  const pool = await openScoreShards(scores);
  if (!pool) return null;
  const size = { rows: pool.rows, budget: countOf(budget, pool.rows), seed };
  const selected = await selectByShards(scheme, size, pool.shards, parameters);
  return selected && { selected, rows: pool.rows, predictedLabelEntropy: null };
}

async function chooseAtOnce(options: SelectOptions, scheme: Scheme, parameters: unknown): Promise<Chosen> {
  const { rows, predicted, classes, ...pool } = await readPool(options, scheme);
  const ids = rowNumbers(0, rows);
  const budget = countOf(options.budget, rows);
  const selected = select(scheme, { ...pool, ids, budget, seed: options.seed }, parameters);
  const labels = predicted && selected.rows.map((row) => predicted[row] as number);
  return { selected, rows, predictedLabelEntropy: labels && labelEntropy(labels, classes) };
}

function countOf(budget: Budget, rows: number): number {
  const count = 'examples' in budget ? budget.examples : Math.max(1, Math.round(budget.share * rows));
  if (count <= rows) return count;
  throw new AppError('bad-input', `--budget ${count}: the pool has ${rows} rows.`, `Choose ${rows} at most.`);
}
