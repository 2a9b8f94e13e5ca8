import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import type { Strategy, StudyConfig } from '@/lib/contracts/study';
import { AppError } from '@/lib/errors';
import type { ChosenRows } from '@/lib/studies/choose-rows';
import { parseStudyConfig } from '@/lib/studies/study-config';
import type { PointTask } from '@/lib/studies/study-plan';
import { studyVerdict } from '@/lib/studies/verdict';
import { encodeNpy } from '../datasets/formats/npy-encode';
import { readLabeledFiles, type LabeledFile } from './input-files';
import { chosenEngine, engineOption, jsonOption, parseThreads, type CommonOptions } from './options';
import { printJson, ProgressLine, writeOutput } from './output';

interface StudyOptions extends CommonOptions {
  readonly pool: string;
  readonly labels: string;
  readonly testPool: string;
  readonly testLabels: string;
  readonly config?: string;
  readonly out: string;
  readonly subsets?: boolean;
  readonly threads?: number;
}

const CONFIG_HELP = `
study.json (every key may be left out; these are the defaults)
  {"seed": 1, "repeats": 10, "fractions": [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1],
   "surrogates": [{"name": "weak", "model": "softmax", "labels": 200, "ridge": "cv"}],
   "finalModel": {"model": "softmax", "ridge": "cv"},
   "strategies": ["random", "max-gradient", "non-extreme-max-gradient", "gradient-cdf",
                  {"name": "power", "exponent": 0.5, "weighting": "none"}],
   "seedLabelsCount": false}

DIR holds report.json (schema winnow.study/1), curves.csv, curves.svg, curves.png and report.html.`;

export function studyCommand(): Command {
  return new Command('study')
    .description(
      'misclassification against the fraction kept: every strategy × fraction × repeat, all labels known',
    )
    .requiredOption('--pool <F>', 'features of the pool')
    .requiredOption('--labels <L>', 'its labels')
    .requiredOption('--test-pool <F2>', 'features of the test examples')
    .requiredOption('--test-labels <L2>', 'their labels')
    .option('--config <study.json>', 'what to compare; defaults below')
    .requiredOption('--out <DIR>', 'folder for the report')
    .option('--subsets', 'also write the rows and weights of every point to DIR/subsets/*.npy')
    .option('--threads <N>', 'worker threads (default: one a core)', parseThreads)
    .addOption(engineOption())
    .addOption(jsonOption())
    .addHelpText('after', CONFIG_HELP)
    .action(runStudyCommand);
}

async function runStudyCommand(options: StudyOptions): Promise<void> {
  const config = await readConfig(options.config);
  const { parts, classes } = await readLabeledFiles([
    { features: options.pool, labels: options.labels },
    { features: options.testPool, labels: options.testLabels },
  ]);
  const [pool, test] = parts as [LabeledFile, LabeledFile];
  // drawing and threads take a second to load; whoever is told of bad input need not wait for them
  const { runStudy } = await import('../studies/run-study');
  const { reportFiles } = await import('../reports/report-files');
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = new ProgressLine(options.json ?? false);
  const report = await runStudy({
    data: {
      pool: pool.features,
      labels: pool.labels,
      test: test.features,
      testLabels: test.labels,
      classes,
    },
    config,
    engine: chosenEngine(options),
    threads: options.threads,
    signal: stop.signal,
    onProgress: ({ done, total }) => progress.show(done, total, 'fits'),
    onChosen: options.subsets ? (task, chosen) => writeSubset(options.out, task, chosen) : undefined,
  });
  for (const [name, bytes] of Object.entries(reportFiles(report)))
    await writeOutput(join(options.out, name), bytes);
  if (options.json) printJson(report);
  else process.stdout.write(`${[...studyVerdict(report), ...report.warnings].join('\n')}\n`);
}

async function readConfig(path: string | undefined): Promise<StudyConfig> {
  if (path === undefined) return parseStudyConfig({});
  const name = basename(path);
  try {
    return parseStudyConfig(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof AppError) throw new AppError(error.code, `${name}: ${error.message}`, error.remedy);
    const isMissing = error instanceof Error && 'code' in error;
    throw new AppError(
      'bad-input',
      isMissing ? `${name}: the file cannot be read.` : `${name} is no JSON: ${(error as Error).message}.`,
      isMissing ? 'Check the path.' : 'Mend the file.',
      { cause: error },
    );
  }
}

/** `repeat-0.weak.power-0.5-none.0.2.rows.npy`: the rows of the pool that the final model was trained on, and weights. */
async function writeSubset(folder: string, task: PointTask, { rows, weights }: ChosenRows): Promise<void> {
  const strategy = task.strategy ? `${fileNameOf(task.strategy)}.${task.fraction}` : 'full-pool.1';
  const name = `repeat-${task.repeat}.${task.surrogate.name}.${strategy}`.replaceAll(/[^\w.-]+/g, '-');
  await writeOutput(join(folder, 'subsets', `${name}.rows.npy`), encodeNpy(rows, [rows.length]));
  await writeOutput(join(folder, 'subsets', `${name}.weights.npy`), encodeNpy(weights, [weights.length]));
}

function fileNameOf(strategy: Strategy): string {
  return typeof strategy === 'string' ? strategy : Object.values(strategy).join('-');
}
