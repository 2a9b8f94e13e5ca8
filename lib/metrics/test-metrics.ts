import type { TestMetrics } from '../contracts/model';
import type { Matrix } from '../numeric/matrix';
import { calibration } from './calibration';
import { confusionMatrix, countWrong, logLoss, predictedLabels } from './classification';
import { wilsonInterval } from './intervals';

/**
 * What is measured of a model on test examples: error with Wilson's interval, log-loss, confusion, calibration.
 *
 * @param probabilities n × classes
 * @throws AppError `bad-input` for lengths that differ, labels out of range or no example. O(n·K)
 */
export function testMetrics(probabilities: Matrix, labels: Int32Array, classes: number): TestMetrics {
  const predicted = predictedLabels(probabilities);
  return {
    examples: labels.length,
    error: wilsonInterval(countWrong(predicted, labels), labels.length),
    logLoss: logLoss(probabilities, labels),
    confusion: confusionMatrix(predicted, labels, classes),
    calibration: calibration(probabilities, labels),
  };
}
