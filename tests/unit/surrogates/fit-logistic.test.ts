import { describe, expect, it } from 'vitest';
import { gatherRows } from '@/lib/numeric/matrix';
import { fitLogistic, type LogisticData } from '@/lib/surrogates/fit-logistic';
import reference from '../../support/reference/synthetic.json' with { type: 'json' };

const { features, labels, weights, fits } = reference.logistic;
const data: LogisticData = {
  features: { data: Float32Array.from(features), rows: labels.length, columns: 6 },
  labels: Int32Array.from(labels),
};

describe('fitLogistic', () => {
  it.each(fits)('is scikit-learn’s minimum at ridge $ridge, divisor $divisor', (fit) => {
    const weighted = fit.weighted ? { ...data, weights: Float64Array.from(weights) } : data;
    const { parameters, converged } = fitLogistic(weighted, {
      ridge: fit.ridge,
      divisor: fit.divisor ?? undefined,
    });
    expect(converged).toBe(true);
    fit.parameters.forEach((expected, index) => expect(parameters[index]).toBeCloseTo(expected, 5));
  });

  it('weighs an example twice as it counts two', () => {
    const twice = {
      features: gatherRows(data.features, [0, 1, 2, 3, 4, 0]),
      labels: data.labels.slice(0, 6),
    };
    twice.labels[5] = twice.labels[0] as number;
    const once = { features: gatherRows(data.features, [0, 1, 2, 3, 4]), labels: data.labels.slice(0, 5) };
    const left = fitLogistic(twice, { ridge: 0.01 });
    const right = fitLogistic({ ...once, weights: Float64Array.of(2, 1, 1, 1, 1) }, { ridge: 0.01 });
    left.parameters.forEach((value, index) => expect(right.parameters[index]).toBeCloseTo(value, 6));
  });

  it('regularizes a part of the pool more where the pool divides', () => {
    const byPool = fitLogistic(data, { ridge: 0.01, divisor: 400 });
    const byMean = fitLogistic(data, { ridge: 0.1 });
    byPool.parameters.forEach((value, index) => expect(byMean.parameters[index]).toBeCloseTo(value, 6));
  });

  it('ends where the classes can be told apart and the ridge is tiny', () => {
    const separable = {
      features: { data: Float32Array.of(1, 2, -1, -3), rows: 4, columns: 1 },
      labels: Int32Array.of(1, 1, 0, 0),
    };
    const { parameters, converged } = fitLogistic(separable, { ridge: 1e-7 });
    expect(converged).toBe(true);
    // (1/n) Σ |x|·σ(−θ|x|) = ridge·θ at the minimum
    const slope =
      [1, 2, 1, 3].reduce((sum, x) => sum + x / (1 + Math.exp(x * (parameters[0] as number))), 0) / 4;
    expect(slope).toBeCloseTo(1e-7 * (parameters[0] as number), 8);
  });

  it('refuses what it cannot fit', () => {
    expect(() => fitLogistic({ ...data, labels: data.labels.slice(1) }, { ridge: 1 })).toThrow('39 labels');
    expect(() => fitLogistic({ ...data, labels: data.labels.map(() => 2) }, { ridge: 1 })).toThrow(
      'row 0 is 2',
    );
    expect(() => fitLogistic(data, { ridge: -1 })).toThrow('ridge');
    const none = { features: gatherRows(data.features, []), labels: new Int32Array(0) };
    expect(() => fitLogistic(none, { ridge: 1 })).toThrow('nothing to train on');
  });
});
