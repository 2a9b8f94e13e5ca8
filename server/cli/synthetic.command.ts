import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { syntheticConfigSchema, type SyntheticConfig, type SyntheticReport } from '@/lib/contracts/synthetic';
import { AppError } from '@/lib/errors';
import { describeTheory } from '@/lib/synthetic/describe-theory';
import { LABEL_PROCESSES } from '@/lib/synthetic/label-process';
import { jsonOption, parseNumber, parseSeed, parseThreads } from './options';
import { printJson, ProgressLine, writeOutput } from './output';

interface SyntheticOptions {
  readonly dimension?: number;
  readonly pool?: number;
  readonly signal?: number;
  readonly labels?: string[];
  readonly exponents?: number[];
  readonly ridges?: number[];
  readonly normalization?: string;
  readonly fractions?: number[];
  readonly datasets?: number;
  readonly selections?: number;
  readonly surrogateLabels?: number;
  readonly surrogateRidge?: number;
  readonly theory?: string;
  readonly seed?: number;
  readonly threads?: number;
  readonly out?: string;
  readonly json?: boolean;
}

const defaults = syntheticConfigSchema.parse({});
const list = (values: readonly (string | number)[]): string => values.join(',');

const HELP = `
Label processes, P(y = 1) as a function of the signal z = <teacher, x>:
${LABEL_PROCESSES.map(({ name, title, description }) => `  ${name.padEnd(9)} ${title}. ${description}`).join('\n')}

DIR holds report.json (schema winnow.synthetic/1), table.csv, chart.svg, chart.png and report.html.
The defaults are the right-hand panel of the second paper's synthetic figure at a reduced size
(docs/studies/synthetic.md). --datasets 0 computes the theory alone.`;

export function syntheticCommand(): Command {
  return new Command('synthetic')
    .description(
      'theory and simulation of selection on synthetic data: misclassification against the fraction kept',
    )
    .option('--dimension <p>', `features of an example (default: ${defaults.dimension})`, parseNumber)
    .option('--pool <N>', `examples to choose from (default: ${defaults.pool})`, parseNumber)
    .option('--signal <length>', `length of the teacher (default: ${defaults.signal})`, parseNumber)
    .option('--labels <names>', `label processes (default: ${list(defaults.labels)})`, parseNames)
    .option('--exponents <list>', `of the power family (default: ${list(defaults.exponents)})`, parseNumbers)
    .option('--ridges <list>', `of the final model (default: ${list(defaults.ridges)})`, parseNumbers)
    .addOption(
      new Option(
        '--normalization <by>',
        `divide the losses by the pool's size, or by their number (default: ${defaults.normalization})`,
      ).choices(['pool', 'mean']),
    )
    .option(
      '--fractions <list>',
      `shares of the pool kept (default: ${list(defaults.fractions)})`,
      parseNumbers,
    )
    .option('--datasets <n>', `pools drawn (default: ${defaults.datasets})`, parseNumber)
    .option('--selections <n>', `selections from each pool (default: ${defaults.selections})`, parseNumber)
    .option(
      '--surrogate-labels <n>',
      'labels that the surrogate learned from (default: it knows the teacher)',
      parseNumber,
    )
    .option(
      '--surrogate-ridge <ridge>',
      `of the surrogate (default: ${defaults.surrogateRidge})`,
      parseNumber,
    )
    .addOption(
      new Option('--theory <limit>', `what the lines show (default: ${defaults.theory})`).choices([
        'proportional',
        'low-dimensional',
      ]),
    )
    .option('--seed <K>', `seed of everything random (default: ${defaults.seed})`, parseSeed)
    .option('--threads <N>', 'worker threads (default: one a core)', parseThreads)
    .option('--out <DIR>', 'folder for table, chart and report')
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action(runSyntheticCommand);
}

async function runSyntheticCommand(options: SyntheticOptions): Promise<void> {
  const config = readConfig(options);
  // drawing and threads take a second to load; whoever is told of bad input need not wait for them
  const { runSynthetic } = await import('../synthetic/run-synthetic');
  const { syntheticFiles } = await import('../reports/synthetic-files');
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = new ProgressLine(options.json ?? false);
  const report = await runSynthetic({
    config,
    threads: options.threads,
    signal: stop.signal,
    onProgress: ({ done, total }) => progress.show(done, total, 'parts'),
  });
  if (options.out !== undefined) {
    for (const [name, bytes] of Object.entries(syntheticFiles(report)))
      await writeOutput(join(options.out, name), bytes);
  }
  if (options.json) printJson(report);
  else process.stdout.write(`${tableOf(report)}\n`);
}

/** Options that were given over the defaults; the schema says what it does not take. */
function readConfig(options: SyntheticOptions): SyntheticConfig {
  const { threads: _threads, out: _out, json: _json, ...given } = options;
  const parsed = syntheticConfigSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `--${optionName(path[0])}: ${message}`);
  throw new AppError('bad-input', `${issues.join('; ')}.`, 'winnow synthetic --help tells all.');
}

function optionName(key: PropertyKey | undefined): string {
  return String(key).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Panel by panel: a line an exponent, a column a fraction; then the sentences. */
function tableOf(report: SyntheticReport): string {
  const { fractions, exponents } = report.config;
  const header = ['exponent', ...fractions.map((fraction) => `${Number((100 * fraction).toFixed(2))} %`)];
  const panels = report.fullPool.map(({ labels, ridge, error, theory }) => {
    const rows = exponents.map((exponent) => [
      String(exponent),
      ...fractions.map((fraction) => {
        const cell = report.cells.find(
          (each) =>
            each.labels === labels &&
            each.ridge === ridge &&
            each.exponent === exponent &&
            each.fraction === fraction,
        );
        return cell ? pairText(cell.error?.mean, cell.theory) : '';
      }),
    ]);
    const lines = report.lines.filter((line) => line.labels === labels && line.ridge === ridge);
    return [
      `${labels}, ridge ${ridge}; all of the pool ${pairText(error?.mean, theory)}`,
      ...[header, ...rows].map((cells) =>
        cells
          .map((text) => text.padEnd(16))
          .join('')
          .trimEnd(),
      ),
      ...describeTheory(lines),
      '',
    ].join('\n');
  });
  return ['Misclassification: simulated (theory)', '', ...panels].join('\n');
}

function pairText(simulated: number | undefined, theory: number): string {
  return simulated === undefined
    ? `(${theory.toFixed(4)})`
    : `${simulated.toFixed(4)} (${theory.toFixed(4)})`;
}

function parseNames(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

function parseNumbers(text: string): number[] {
  return text.split(',').map((part) => {
    try {
      return parseNumber(part);
    } catch {
      throw new InvalidArgumentError('Give numbers with commas between them, such as -1,0,1.');
    }
  });
}
