import { describe, expect, it } from 'vitest';
import { labelProcessByName } from '@/lib/synthetic/label-process';
import { predictLowDimensional } from '@/lib/synthetic/low-dimensional';
import { predictProportional } from '@/lib/synthetic/proportional';
import { proximalPoint } from '@/lib/synthetic/proximal-point';
import published from '../../support/reference/published-synthetic.json' with { type: 'json' };
import reference from '../../support/reference/synthetic.json' with { type: 'json' };

/** The published theory table is numerical itself; where the score plays no part (exponent 0) it is sharper. */
const PUBLISHED_TOLERANCE = { random: 0.0013, perfect: 0.004, trained: 0.0075 };

describe('low-dimensional theory', () => {
  it.each(reference.lowDimensional)(
    'is SciPy’s for $labels, ‖θ₀‖ $signal, exponent $exponent at $fraction',
    (expected) => {
      const { labels, ...setting } = expected;
      const got = predictLowDimensional({ ...setting, process: labelProcessByName(labels) });
      expect(got.along).toBeCloseTo(expected.along, 4);
      expect(got.variance / expected.variance).toBeCloseTo(1, 3);
      expect(got.error).toBeCloseTo(expected.error, 5);
    },
  );
});

describe('proximal point', () => {
  it.each([
    [0, 1],
    [-30, 2],
    [25, 0.3],
    [-3, 1e9],
    [-800, 700],
    [4, 1e-9],
  ])('of %d with pull %d is where the loss holds it', (v, pull) => {
    for (const guess of [NaN, v, v + pull, 1e5]) {
      const point = proximalPoint(v, pull, guess);
      expect(point - v - pull / (1 + Math.exp(point))).toBeCloseTo(0, 7 - Math.log10(1 + pull + Math.abs(v)));
    }
  });
});

describe('Theorem 4', () => {
  const { perfectSurrogate: perfect, trainedSurrogate: trained, fractions } = published;

  it.each(perfect.curves)('is the published table for $labels, ridge $ridge, exponent $exponent', (curve) => {
    const process = labelProcessByName(curve.labels);
    const tolerance = curve.exponent === 0 ? PUBLISHED_TOLERANCE.random : PUBLISHED_TOLERANCE.perfect;
    fractions.forEach((fraction, index) => {
      const { error } = predictProportional({
        process,
        signal: perfect.signal,
        ratio: perfect.pool / perfect.dimension,
        ridge: curve.ridge,
        exponent: curve.exponent,
        fraction,
      });
      expect(Math.abs(error - (curve.errors[index] as number)), `${fraction}`).toBeLessThan(tolerance);
    });
  });

  it.each(trained.curves.filter(({ exponent }) => exponent !== 0.5))(
    'with a trained surrogate is the published table for ridge $ridge, exponent $exponent',
    (curve) => {
      const process = labelProcessByName(curve.labels);
      const tolerance = curve.exponent === 0 ? PUBLISHED_TOLERANCE.random : PUBLISHED_TOLERANCE.trained;
      for (const index of [1, 4]) {
        const { error } = predictProportional({
          process,
          signal: trained.signal,
          ratio: trained.pool / trained.dimension,
          ridge: curve.ridge,
          exponent: curve.exponent,
          fraction: fractions[index] as number,
          surrogate: { along: trained.along, across: trained.across },
        });
        expect(Math.abs(error - (curve.errors[index] as number)), `${fractions[index]}`).toBeLessThan(
          tolerance,
        );
      }
    },
  );

  it('knows the lengths of a trained surrogate', () => {
    const { alignment } = predictProportional({
      process: labelProcessByName('f1'),
      signal: trained.signal,
      ratio: trained.labelsPerDimension,
      ridge: trained.surrogateRidge,
      exponent: 0,
      fraction: 1,
    });
    expect(alignment.along).toBeCloseTo(trained.along, 1);
    expect(alignment.across).toBeCloseTo(trained.across, 1);
  });

  it('meets the low-dimensional form where the pool outgrows the dimension', () => {
    for (const labels of ['f1', 'f2', 'logistic']) {
      const common = { process: labelProcessByName(labels), signal: 5, exponent: 0.5, fraction: 0.3 };
      const proportional = predictProportional({ ...common, ratio: 4000, ridge: 1e-9 });
      const low = predictLowDimensional({ ...common, dimension: 1001, pool: 4_000_000 });
      expect(proportional.error).toBeCloseTo(low.error, 3);
    }
  });

  it('is the same for random selection whether weighted or not, but for the ridge', () => {
    const common = { process: labelProcessByName('f1'), signal: 3, ratio: 5, exponent: 0, fraction: 0.5 };
    const weighted = predictProportional({ ...common, ridge: 0.02, unbiased: true });
    const plain = predictProportional({ ...common, ridge: 0.01 });
    expect(weighted.error).toBeCloseTo(plain.error, 6);
  });
});
