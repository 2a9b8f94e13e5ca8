import type { TestMetrics } from '../contracts/model';
import type { Matrix } from '../numeric/matrix';
import { predictedLabels } from './classification';

/**
 * Whether “90 % sure” is right 9 times in 10: mean confidence and accuracy in equal-width bins of the confidence.
 *
 * A confidence on a border counts into the lower bin. Expected calibration error = Σ share of bin · |accuracy −
 * confidence|, in 0 … 1. Empty bins are kept, with confidence and accuracy 0.
 *
 * @param probabilities n × K
 * Source: Guo, Pleiss, Sun, Weinberger, On calibration of modern neural networks (2017). O(n·K)
 */
export function calibration(
  probabilities: Matrix,
  labels: Int32Array,
  binCount = 10,
): TestMetrics['calibration'] {
  const predicted = predictedLabels(probabilities);
  const counts = new Float64Array(binCount);
  const confidences = new Float64Array(binCount);
  const hits = new Float64Array(binCount);
  for (let row = 0; row < labels.length; row++) {
    const label = predicted[row] as number;
    const confidence = probabilities.data[row * probabilities.columns + label] as number;
    const bin = Math.min(binCount - 1, Math.max(0, Math.ceil(confidence * binCount) - 1));
    counts[bin] = (counts[bin] as number) + 1;
    confidences[bin] = (confidences[bin] as number) + confidence;
    if (label === labels[row]) hits[bin] = (hits[bin] as number) + 1;
  }
  let expectedCalibrationError = 0;
  const bins = Array.from(counts, (examples, bin) => {
    const confidence = examples > 0 ? (confidences[bin] as number) / examples : 0;
    const accuracy = examples > 0 ? (hits[bin] as number) / examples : 0;
    expectedCalibrationError += (examples / labels.length) * Math.abs(accuracy - confidence);
    return { low: bin / binCount, high: (bin + 1) / binCount, examples, confidence, accuracy };
  });
  return { expectedCalibrationError, bins };
}
