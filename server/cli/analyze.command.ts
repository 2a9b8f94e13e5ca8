import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { ANALYSIS_MODELS, analysisConfigSchema, type AnalysisReport } from '@/lib/contracts/analysis';
import { AppError } from '@/lib/errors';
import { analysisSummary } from '@/lib/analysis/summary';
import { runAnalysis } from '@/lib/analysis/run-analysis';
import { encodeNpy } from '../datasets/formats/npy-encode';
import { loadEngine } from '../tensor/load-engine';
import { readLabeledFiles, type LabeledFile } from './input-files';
import {
  chosenEngine,
  engineOption,
  jsonOption,
  parseNumber,
  parseSeed,
  type CommonOptions,
} from './options';
import { printJson, ProgressLine, writeOutput } from './output';

interface AnalyzeOptions extends CommonOptions {
  readonly pool: string;
  readonly labels: string;
  readonly out: string;
  readonly models?: string[];
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly units?: number;
  readonly seed: number;
}

const OUTPUT_HELP = `
DIR holds report.json (schema winnow.analysis/1); minibatches, epochs-MODEL, overlap and label-entropy, each as .csv, .svg
and .png; and norms-MODEL.npy, the gradient norm of every example after training. docs/analysis.md says what simplicity
and redundancy are.`;

export function analyzeCommand(): Command {
  return new Command('analyze')
    .description('how the gradients of labeled examples behave: over epochs, between models, over classes')
    .requiredOption('--pool <F>', 'features of the examples')
    .requiredOption('--labels <L>', 'their labels')
    .requiredOption('--out <DIR>', 'folder for the report')
    .option('--models <names>', `of ${ANALYSIS_MODELS.join(', ')}, with commas (default: all)`, parseNames)
    .option('--epochs <N>', 'epochs of training (default: 20; more where that is few steps)', parseNumber)
    .option('--learning-rate <R>', 'of the descent (default: 0.02)', parseNumber)
    .option('--units <N>', 'units of the perceptron’s hidden layer (default: 256)', parseNumber)
    .option('--seed <K>', 'seed of first weights, minibatches and samples', parseSeed, 1)
    .addOption(engineOption())
    .addOption(jsonOption())
    .addHelpText('after', OUTPUT_HELP)
    .action(runAnalyze);
}

function parseNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => (ANALYSIS_MODELS as readonly string[]).includes(name))) return names;
  throw new InvalidArgumentError(`Choose of: ${ANALYSIS_MODELS.join(', ')}.`);
}

async function runAnalyze(options: AnalyzeOptions): Promise<void> {
  const startedAt = performance.now();
  const { models, epochs, learningRate, units, seed } = options;
  const config = analysisConfigSchema.safeParse({ models, epochs, learningRate, units, seed });
  if (!config.success) {
    const [issue] = config.error.issues;
    throw new AppError(
      'bad-input',
      `${issue?.path.join('.')}: ${issue?.message}.`,
      'See winnow analyze --help.',
    );
  }
  const { parts, classes } = await readLabeledFiles([{ features: options.pool, labels: options.labels }]);
  const [{ features, labels }] = parts as [LabeledFile];
  const { engine } = await loadEngine({ force: chosenEngine(options) });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const progress = new ProgressLine(options.json ?? false);
  try {
    const { report: measured, norms } = await runAnalysis(
      engine,
      { features, labels, weights: null, classes },
      config.data,
      { signal: stop.signal, onProgress: ({ done, total }) => progress.show(done, total, 'epochs') },
    );
    const report: AnalysisReport = { ...measured, seconds: (performance.now() - startedAt) / 1000 };
    const { analysisFiles } = await import('../reports/analysis-files');
    for (const [name, bytes] of Object.entries(analysisFiles(report)))
      await writeOutput(join(options.out, name), bytes);
    for (const [place, values] of norms.entries()) {
      const name = `norms-${report.models[place]?.name}.npy`;
      await writeOutput(join(options.out, name), encodeNpy(values, [values.length]));
    }
    if (options.json) printJson(report);
    else process.stdout.write(`${analysisSummary(report).join('\n')}\n`);
  } finally {
    await engine.dispose();
  }
}
