import { Command } from 'commander';
import { AppError } from '@/lib/errors';
import type { Selected } from '@/lib/selections/scheme';
import { logLoss, countWrong, predictedLabels } from '@/lib/metrics/classification';
import { labelEntropy } from '@/lib/metrics/label-entropy';
import { wilsonInterval } from '@/lib/metrics/intervals';
import { gatherRows } from '@/lib/numeric/matrix';
import { chooseRidgeByCrossValidation } from '@/lib/surrogates/choose-ridge';
import { fitModel } from '@/lib/surrogates/fit-model';
import type { Model } from '@/lib/surrogates/models';
import type { ImageShape } from '@/lib/surrogates/network';
import type { SoftmaxData, TensorEngine } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '../tensor/load-engine';
import { measureLabels, measureProbabilities } from './external-predictions';
import { readLabeledFiles, type LabeledFile } from './input-files';
import { imageOfFile, imageOption, modelHelp, modelOption, requireImageSize } from './model-option';
import { chosenEngine, engineOption, jsonOption, parseRidge, parseSeed, type CommonOptions } from './options';
import { printJson } from './output';
import { readSelectionFile } from './selection-file';

interface EvaluateOptions extends CommonOptions {
  readonly pool?: string;
  readonly labels?: string;
  readonly selection?: string;
  readonly testPool?: string;
  readonly testLabels: string;
  readonly predictions?: string;
  readonly predictedLabels?: string;
  readonly model: Model;
  readonly image?: ImageShape;
  readonly ridge: number | 'cv';
  readonly seed: number;
}

/** What a training needs; all of it, unless predictions come from elsewhere. */
type TrainingOptions = EvaluateOptions & {
  readonly [Name in 'pool' | 'labels' | 'selection' | 'testPool']: string;
};

const FOLDS = 5;

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('train the final model on a selection and measure it on test examples')
    .option('--pool <F>', 'features of the pool')
    .option('--labels <L>', 'labels of the pool; only those of the selection are looked at')
    .option('--selection <selection.csv>', 'rows and weights, as `winnow select` writes them')
    .option('--test-pool <F2>', 'features of the test examples')
    .requiredOption('--test-labels <L2>', 'their labels')
    .option(
      '--predictions <P>',
      'probabilities of the test examples by a model trained elsewhere, instead of training one',
    )
    .option('--predicted-labels <L3>', 'the same where only labels are known')
    .addOption(modelOption())
    .addOption(imageOption())
    .option(
      '--ridge <number|cv>',
      'ridge of softmax regression; cv: cross-validated on the selection',
      parseRidge,
      'cv',
    )
    .option('--seed <K>', 'seed of folds and of networks', parseSeed, 1)
    .addOption(engineOption())
    .addOption(jsonOption())
    .addHelpText('after', modelHelp())
    .action(runEvaluate);
}

async function runEvaluate(options: EvaluateOptions): Promise<void> {
  const { predictions, predictedLabels, testLabels } = options;
  if (predictions && predictedLabels) {
    throw new AppError(
      'bad-input',
      'Both --predictions and --predicted-labels are given.',
      'Give one of them.',
    );
  }
  if (predictions) return printJson(await measureProbabilities(predictions, testLabels));
  if (predictedLabels) return printJson(await measureLabels(predictedLabels, testLabels));
  return evaluateSelection(requireTrainingOptions(options));
}

function requireTrainingOptions(options: EvaluateOptions): TrainingOptions {
  const { pool, labels, selection, testPool } = options;
  const given = { '--pool': pool, '--labels': labels, '--selection': selection, '--test-pool': testPool };
  const missing = Object.entries(given).find(([, value]) => value === undefined)?.[0];
  if (missing === undefined && pool && labels && selection && testPool) {
    return { ...options, pool, labels, selection, testPool };
  }
  throw new AppError(
    'bad-input',
    `${missing ?? '--pool'} is missing.`,
    'Name the files to train on, or what another model says by --predictions.',
  );
}

async function evaluateSelection(options: TrainingOptions): Promise<void> {
  const { model } = options;
  const { parts, classes } = await readLabeledFiles([
    { features: options.pool, labels: options.labels },
    { features: options.testPool, labels: options.testLabels },
  ]);
  const [pool, test] = parts as [LabeledFile, LabeledFile];
  const selected = await readSelectionFile(options.selection, pool.features.rows);
  const image = await imageOfFile(options.pool, options.image);
  requireImageSize(image, pool.features.columns);
  const training = {
    features: gatherRows(pool.features, selected.rows),
    labels: Int32Array.from(selected.rows, (row) => pool.labels[row] as number),
    weights: selected.weights.some((weight) => weight !== 1) ? Float32Array.from(selected.weights) : null,
    classes,
    image,
  };
  const { engine } = await loadEngine({ force: chosenEngine(options) });
  try {
    const found = model.name === 'softmax' ? await finalRidge(engine, training, selected, options) : null;
    const fit = await fitModel(engine, model, training, { ridge: found?.ridge ?? 0, seed: options.seed });
    const probabilities = await fit.predict(test.features);
    await fit.dispose();
    printJson({
      model,
      ridge: found?.ridge ?? null,
      ridgeFrom: found?.ridgeFrom ?? null,
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
