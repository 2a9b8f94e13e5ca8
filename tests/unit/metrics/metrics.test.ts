import { describe, expect, it } from 'vitest';
import { calibration } from '@/lib/metrics/calibration';
import { confusionMatrix, errorRate, logLoss, predictedLabels } from '@/lib/metrics/classification';
import { effectiveSampleSize } from '@/lib/metrics/effective-sample-size';
import { meanInterval, pairedDifference, wilsonInterval } from '@/lib/metrics/intervals';
import { labelEntropy } from '@/lib/metrics/label-entropy';
import { testMetrics } from '@/lib/metrics/test-metrics';
import { createMatrix } from '@/lib/numeric/matrix';
import { readReference } from '@/tests/support/read-reference';

interface MetricReference {
  classes: number;
  probabilities: number[];
  labels: number[];
  weights: number[];
  logLoss: number;
  weightedLogLoss: number;
  confusion: number[][];
  filledBins: number[];
  binExamples: number[];
  binAccuracy: number[];
  binConfidence: number[];
  expectedCalibrationError: number;
  labelEntropyBits: number;
  divergenceFromUniformBits: number;
  repeats: number[];
  others: number[];
  meanInterval: [number, number];
  differenceInterval: [number, number];
  wilson: { wrong: number; total: number; low: number; high: number }[];
}

const reference = readReference<MetricReference>('metrics');
const labels = Int32Array.from(reference.labels);
const probabilities = createMatrix(
  Float32Array.from(reference.probabilities),
  labels.length,
  reference.classes,
);
const predicted = predictedLabels(probabilities);

describe('against scikit-learn', () => {
  it('log-loss, plain and weighted', () => {
    expect(logLoss(probabilities, labels)).toBeCloseTo(reference.logLoss, 6);
    expect(logLoss(probabilities, labels, Float32Array.from(reference.weights))).toBeCloseTo(
      reference.weightedLogLoss,
      6,
    );
  });

  it('confusion matrix, whose trace is what the error rate leaves', () => {
    expect(confusionMatrix(predicted, labels, reference.classes)).toEqual(reference.confusion);
    const right = reference.confusion.reduce((sum, row, label) => sum + (row[label] as number), 0);
    expect(errorRate(predicted, labels)).toBeCloseTo(1 - right / labels.length, 12);
  });

  it('calibration', () => {
    const { bins, expectedCalibrationError } = calibration(probabilities, labels);
    expect(expectedCalibrationError).toBeCloseTo(reference.expectedCalibrationError, 6);
    const filled = bins.filter((bin) => bin.examples > 0);
    expect(filled.map((bin) => Math.round(bin.low * 10))).toEqual(reference.filledBins);
    expect(filled.map((bin) => bin.examples)).toEqual(reference.binExamples);
    filled.forEach((bin, index) => {
      expect(bin.accuracy).toBeCloseTo(reference.binAccuracy[index] as number, 6);
      expect(bin.confidence).toBeCloseTo(reference.binConfidence[index] as number, 6);
    });
  });
});

describe('against SciPy', () => {
  it.each(reference.wilson)('Wilson’s interval of $wrong in $total', ({ wrong, total, low, high }) => {
    const interval = wilsonInterval(wrong, total);
    expect(interval.mean).toBe(wrong / total);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  });

  it('mean of repeats and paired difference', () => {
    const mean = meanInterval(reference.repeats);
    expect(mean.low).toBeCloseTo(reference.meanInterval[0], 10);
    expect(mean.high).toBeCloseTo(reference.meanInterval[1], 10);
    const difference = pairedDifference(reference.repeats, reference.others);
    expect(difference.low).toBeCloseTo(reference.differenceInterval[0], 10);
    expect(difference.high).toBeCloseTo(reference.differenceInterval[1], 10);
  });

  it('label entropy, which is log2 K less the divergence from uniform', () => {
    const entropy = labelEntropy(labels, reference.classes);
    expect(entropy).toBeCloseTo(reference.labelEntropyBits, 10);
    expect(entropy).toBeCloseTo(2 - reference.divergenceFromUniformBits, 10);
  });
});

describe('at the edges', () => {
  it('one repeat has an interval of length 0; none, or repeats that do not pair, are refused', () => {
    expect(meanInterval([0.25])).toEqual({ mean: 0.25, low: 0.25, high: 0.25 });
    expect(() => meanInterval([])).toThrow(/at least one/);
    expect(() => pairedDifference([1, 2], [1])).toThrow(/pair/);
  });

  it('shares stay within 0 and 1, and impossible ones are refused', () => {
    expect(wilsonInterval(0, 3).low).toBe(0);
    expect(wilsonInterval(3, 3).high).toBe(1);
    for (const [wrong, total] of [
      [1, 0],
      [-1, 3],
      [4, 3],
      [NaN, 3],
    ] as const) {
      expect(() => wilsonInterval(wrong, total)).toThrow(/share/);
    }
  });

  it('a certain miss costs a finite log-loss', () => {
    const certain = createMatrix(Float32Array.of(1, 0), 1, 2);
    expect(logLoss(certain, Int32Array.of(1))).toBeCloseTo(23 * Math.LN2, 6);
    expect(logLoss(certain, Int32Array.of(0))).toBe(0);
  });

  it('equal probabilities predict the lowest class', () => {
    expect([...predictedLabels(createMatrix(Float32Array.of(0.5, 0.5, 0.2, 0.8), 2, 2))]).toEqual([0, 1]);
  });

  it('lengths that differ and labels out of range are refused', () => {
    expect(() => errorRate(predicted, labels.subarray(1))).toThrow(/predictions/);
    expect(() => errorRate(new Int32Array(0), new Int32Array(0))).toThrow(/predictions/);
    expect(() => confusionMatrix(Int32Array.of(0), Int32Array.of(5), 3)).toThrow(/label 5/);
    expect(() => testMetrics(probabilities, labels.subarray(1), 4)).toThrow(/predictions/);
  });

  it('label entropy of one class is 0, of K equal ones log2 K', () => {
    expect(labelEntropy([2, 2, 2], 4)).toBe(0);
    expect(labelEntropy([0, 1, 2, 3], 4)).toBe(2);
    expect(labelEntropy([], 4)).toBe(0);
  });

  it('effective sample size is n for equal weights and falls to 1', () => {
    expect(effectiveSampleSize(new Float64Array(5).fill(3))).toBeCloseTo(5, 12);
    expect(effectiveSampleSize(Float64Array.of(1, 0, 0))).toBe(1);
    expect(effectiveSampleSize(Float64Array.of(1, 2, 3))).toBeCloseTo(36 / 14, 12);
  });
});

describe('testMetrics', () => {
  it('puts them together', () => {
    const metrics = testMetrics(probabilities, labels, reference.classes);
    expect(metrics.examples).toBe(labels.length);
    expect(metrics.error.mean).toBeCloseTo(errorRate(predicted, labels), 12);
    expect(metrics.confusion).toEqual(reference.confusion);
    expect(metrics.logLoss).toBeCloseTo(reference.logLoss, 6);
    expect(metrics.calibration.bins).toHaveLength(10);
  });
});
