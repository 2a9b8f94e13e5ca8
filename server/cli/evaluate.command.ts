import { Command } from 'commander';
import type { Selected } from '@/lib/selections/scheme';
import { logLoss, countWrong, predictedLabels } from '@/lib/metrics/classification';
import { labelEntropy } from '@/lib/metrics/label-entropy';
import { wilsonInterval } from '@/lib/metrics/intervals';
import { gatherRows } from '@/lib/numeric/matrix';
import { chooseRidgeByCrossValidation } from '@/lib/surrogates/choose-ridge';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import type { SoftmaxData, TensorEngine } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '../tensor/load-engine';
import { readLabeledFiles, type LabeledFile } from './input-files';
import { chosenEngine, engineOption, jsonOption, parseRidge, parseSeed, type CommonOptions } from './options';
import { printJson } from './output';
import { readSelectionFile } from './selection-file';

interface EvaluateOptions extends CommonOptions {
  readonly pool: string;
  readonly labels: string;
  readonly selection: string;
  readonly testPool: string;
  readonly testLabels: string;
  readonly ridge: number | 'cv';
  readonly seed: number;
}

const FOLDS = 5;

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('train the final model on a selection and measure it on test examples')
    .requiredOption('--pool <F>', 'features of the pool')
    .requiredOption('--labels <L>', 'labels of the pool; only those of the selection are looked at')
    .requiredOption('--selection <selection.csv>', 'rows and weights, as `winnow select` writes them')
    .requiredOption('--test-pool <F2>', 'features of the test examples')
    .requiredOption('--test-labels <L2>', 'their labels')
    .option('--ridge <number|cv>', 'ridge; cv: cross-validated on the selection', parseRidge, 'cv')
    .option('--seed <K>', 'seed of the folds', parseSeed, 1)
    .addOption(engineOption())
    .addOption(jsonOption())
    .action(runEvaluate);
}

async function runEvaluate(options: EvaluateOptions): Promise<void> {
  const { parts, classes } = await readLabeledFiles([
    { features: options.pool, labels: options.labels },
    { features: options.testPool, labels: options.testLabels },
  ]);
  const [pool, test] = parts as [LabeledFile, LabeledFile];
  const selected = await readSelectionFile(options.selection, pool.features.rows);
  const training: SoftmaxData = {
    features: gatherRows(pool.features, selected.rows),
    labels: Int32Array.from(selected.rows, (row) => pool.labels[row] as number),
    weights: selected.weights.some((weight) => weight !== 1) ? Float32Array.from(selected.weights) : null,
    classes,
  };
  const { engine } = await loadEngine({ force: chosenEngine(options) });
  try {
    const { ridge, ridgeFrom } = await finalRidge(engine, training, selected, options);
    const fit = await fitSoftmax(engine, training, { ridge });
    const request = { features: test.features, parameters: fit.parameters, classes, scores: [] };
    const { probabilities } = await engine.score(request);
    printJson({
      ridge,
      ridgeFrom,
      objective: fit.objective,
      iterations: fit.iterations,
      converged: fit.converged,
      labels: selected.rows.length,
      error: wilsonInterval(countWrong(predictedLabels(probabilities), test.labels), test.labels.length),
      logLoss: logLoss(probabilities, test.labels),
      labelEntropy: labelEntropy(training.labels, classes),
      absentClasses: fit.absentClasses,
      engine: engine.info,
    });
  } finally {
    await engine.dispose();
  }
}

/**
 * A selection is no random sample of the pool, so that plain cross-validation on it measures the wrong thing (theory
 * c.2). With inclusion probabilities held-out rows are weighted by their inverse, which makes them stand for the pool.
 */
async function finalRidge(
  engine: TensorEngine,
  training: SoftmaxData,
  selected: Selected,
  { ridge, seed }: EvaluateOptions,
): Promise<{ ridge: number; ridgeFrom: string }> {
  if (ridge !== 'cv') return { ridge, ridgeFrom: 'given' };
  const probabilities = selected.inclusionProbabilities;
  const heldOutWeights = probabilities
    ? Float32Array.from(probabilities, (probability) => 1 / probability)
    : undefined;
  const choice = await chooseRidgeByCrossValidation(engine, training, { folds: FOLDS, seed, heldOutWeights });
  const held = probabilities
    ? 'held-out rows weighted by 1 / inclusion probability'
    : 'unweighted: the selection has no inclusion probabilities, so this favours what it is made of';
  return { ridge: choice.ridge, ridgeFrom: `cross-validation on the selection, ${held}` };
}
