import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import type { Strategy, StudyConfig } from '@/lib/contracts/study';
import { AppError } from '@/lib/errors';
import type { ChosenRows } from '@/lib/studies/choose-rows';
import { parseStudyConfig } from '@/lib/studies/study-config';
import type { PointTask } from '@/lib/studies/study-plan';
import { MODEL_NAMES } from '@/lib/surrogates/models';
import { SCHEMES } from '@/lib/selections/registry';
import { SCORES } from '@/lib/scores/registry';
import { studyVerdict } from '@/lib/studies/verdict';
import { openCellsFile } from '../studies/cells-file';
import type { StudyProgress } from '../studies/run-cells';
import { encodeNpy } from '../datasets/formats/npy-encode';
import { imageOption, modelHelp } from './model-option';
import { chosenEngine, engineOption, jsonOption, parseThreads, type CommonOptions } from './options';
import { printJson, ProgressLine, writeOutput } from './output';
import { collectNamedFile, readStudyData, type StudyDataFiles } from './study-data-files';

interface StudyOptions extends CommonOptions, StudyDataFiles {
  readonly config?: string;
  readonly out: string;
  readonly resume?: boolean;
  readonly subsets?: boolean;
  readonly threads?: number;
}

/** Each cell as it finishes: what `--resume` goes on from. */
const CELLS_FILE = 'cells.jsonl';

const CONFIG_HELP = `
study.json (every key may be left out; these are the defaults)
  {"seed": 1, "repeats": 10, "fractions": [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1],
   "surrogates": [{"name": "weak", "model": "softmax", "labels": 200, "ridge": "cv"}],
   "finalModel": {"model": "softmax", "ridge": "cv", "norm": "mean", "tolerance": 1e-6},
   "strategies": ["random", "max-gradient", "non-extreme-max-gradient", "gradient-cdf",
                  {"name": "power", "exponent": 0.5, "weighting": "none"}],
   "validation": 0, "seedLabelsCount": false, "commonPool": false, "fullPool": true, "equalLabels": true}

strategies    ${SCHEMES.map(({ name }) => name).join(', ')};
              parameters stand beside the name, and "score": one of ${SCORES.map(({ name }) => name).join(', ')};
              {"name": "power", "exponents": [-2, -1, 0, 1, 2]} is one strategy for each exponent
partners      true adds to each strategy that draws the same with weights, which is unbiased, and to each that
              prefers hard examples the same the other way round
models        ${MODEL_NAMES.join(', ')}, settings beside the name; surrogates also external
              (--probabilities, --logits)
surrogates    "features": NAME (--features), "sameLabelsAs": another one in place of "labels"
finalModel    "ridge": a number, "cv" or ridges to try; "arms": ["tuned", "constant"] fits both, the constant
              one at "constantRidge"; "norm": "pool" divides the loss by the pool's size whatever is selected

DIR holds report.json (schema winnow.study/1), curves.csv, curves.svg, curves.png, report.html and cells.jsonl.`;

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
    .option('--features <NAME=F>', 'features that a surrogate names; once for each', collectNamedFile)
    .option('--test-features <NAME=F2>', 'the same of the test examples', collectNamedFile)
    .option(
      '--probabilities <NAME=P>',
      'pool probabilities of the external surrogate NAME; once for each',
      collectNamedFile,
    )
    .option('--logits <NAME=Z>', 'the same as logits, of which softmax makes probabilities', collectNamedFile)
    .addOption(imageOption())
    .option('--resume', 'go on with the fits that DIR/cells.jsonl has, of this or a smaller study')
    .option('--subsets', 'also write the rows and weights of every point to DIR/subsets/*.npy')
    .option('--threads <N>', 'worker threads (default: one a core)', parseThreads)
    .addOption(engineOption())
    .addOption(jsonOption())
    .addHelpText('after', `${CONFIG_HELP}\n${modelHelp()}`)
    .action(runStudyCommand);
}

async function runStudyCommand(options: StudyOptions): Promise<void> {
  const config = await readConfig(options.config);
  const data = await readStudyData(options);
  // drawing and threads take a second to load; whoever is told of bad input need not wait for them
  const { runStudy } = await import('../studies/run-study');
  const { reportFiles } = await import('../reports/report-files');
  const cells = await openCellsFile(join(options.out, CELLS_FILE), options.resume ?? false);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = new ProgressLine(options.json ?? false);
  const report = await runStudy({
    data,
    config,
    engine: chosenEngine(options),
    threads: options.threads,
    signal: stop.signal,
    finishedCells: cells.finished,
    onCell: (key, result) => cells.keep(key, result),
    onProgress: (now) => progress.show(now.done, now.total, 'fits', timeLeft(now)),
    onChosen: options.subsets ? (task, chosen) => writeSubset(options.out, task, chosen) : undefined,
  });
  for (const [name, bytes] of Object.entries(reportFiles(report)))
    await writeOutput(join(options.out, name), bytes);
  if (options.json) printJson(report);
  else process.stdout.write(`${[...studyVerdict(report), ...report.warnings].join('\n')}\n`);
}

function timeLeft({ share, secondsLeft }: StudyProgress): string {
  const percent = `${Math.floor(share * 100)} % of the work`;
  return secondsLeft === null || share === 1 ? percent : `${percent}, about ${secondsLeft.toFixed(0)} s left`;
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
