import { basename } from 'node:path';
import { AppError } from '@/lib/errors';
import { countWrong, logLoss, predictedLabels } from '@/lib/metrics/classification';
import { wilsonInterval } from '@/lib/metrics/intervals';
import { readLabelsFile } from '../datasets/formats/read-labels-file';
import { readLabelsTogether, readProbabilitiesFile, requireSameRows } from './input-files';

/** How a model that was trained elsewhere does, on an exported selection for instance. */
export interface ExternalMeasures {
  readonly predictions: string;
  /** share of wrong labels with its 95 % interval */
  readonly error: ReturnType<typeof wilsonInterval>;
  /** null where only labels are known */
  readonly logLoss: number | null;
}

/** @throws AppError `bad-input` naming file and row where probabilities and labels do not fit */
export async function measureProbabilities(path: string, labelsPath: string): Promise<ExternalMeasures> {
  const probabilities = await readProbabilitiesFile(path);
  const { labels } = await readLabelsFile(labelsPath);
  requireSameRows(path, probabilities.rows, labelsPath, labels.length);
  const stray = labels.findIndex((label) => label >= probabilities.columns);
  if (stray >= 0) {
    throw new AppError(
      'bad-input',
      `${basename(labelsPath)}, row ${stray}: class ${labels[stray]}, but ${basename(path)} has ${probabilities.columns} columns.`,
      'Give a column a class.',
    );
  }
  return {
    predictions: basename(path),
    error: wilsonInterval(countWrong(predictedLabels(probabilities), labels), labels.length),
    logLoss: logLoss(probabilities, labels),
  };
}

/** @throws AppError `bad-input` naming both files where they do not fit */
export async function measureLabels(path: string, labelsPath: string): Promise<ExternalMeasures> {
  const [predicted, labels] = (await readLabelsTogether([path, labelsPath])) as [Int32Array, Int32Array];
  requireSameRows(path, predicted.length, labelsPath, labels.length);
  return {
    predictions: basename(path),
    error: wilsonInterval(countWrong(predicted, labels), labels.length),
    logLoss: null,
  };
}
