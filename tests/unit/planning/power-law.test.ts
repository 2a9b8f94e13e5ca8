import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '@/lib/metrics/intervals';
import { testLabelsForDifference, testLabelsForHalfWidth } from '@/lib/planning/evaluation-labels';
import { errorAt, fitPowerLaw, labelsAt } from '@/lib/planning/power-law';
import { readReference } from '../../support/read-reference';

interface Reference {
  readonly laws: readonly {
    readonly name: string;
    readonly labels: readonly number[];
    readonly errors: readonly number[];
    readonly weights: readonly number[];
    readonly amplitude: number;
    readonly exponent: number;
    readonly floor: number;
    readonly misfit: number;
    readonly boundedMisfit: number;
  }[];
  readonly wilson: readonly { readonly wrong: number; readonly total: number; readonly high: number }[];
  readonly halfWidths: readonly {
    readonly error: number;
    readonly halfWidth: number;
    readonly examples: number;
  }[];
  readonly differences: readonly {
    readonly difference: number;
    readonly discordant: number;
    readonly examples: number;
  }[];
}

const reference = readReference<Reference>('planning');

describe('a power law with floor', () => {
  it.each(reference.laws)('is SciPy’s non-negative least squares on the grid: $name', (expected) => {
    const points = expected.labels.map((labels, index) => ({
      labels,
      error: expected.errors[index] as number,
      weight: expected.weights[index] as number,
    }));
    const { law, misfit } = fitPowerLaw(points);
    expect(misfit).toBeCloseTo(expected.misfit, 9);
    // between grid points there is little to win
    expect(misfit).toBeLessThan(expected.boundedMisfit * 1.05 + 1e-6);
    for (const labels of [100, 1000, 10_000]) {
      const { amplitude, exponent, floor } = expected;
      expect(errorAt(law, labels)).toBeCloseTo(floor + amplitude * labels ** -exponent, 8);
    }
  });

  it('never rises with labels, and names the labels at which it meets a target', () => {
    const laws = fc.record({
      amplitude: fc.double({ min: 0.01, max: 20, noNaN: true }),
      exponent: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
      floor: fc.double({ min: 0, max: 0.5, noNaN: true }),
    });
    const shares = fc.double({ min: 0.01, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(laws, shares, shares, (law, one, other) => {
        const [hard, easy] = one < other ? [one, other] : [other, one];
        expect(labelsAt(law, easy)).toBeLessThanOrEqual(labelsAt(law, hard));
        expect(errorAt(law, 200)).toBeLessThanOrEqual(errorAt(law, 100));
        const needed = labelsAt(law, hard);
        if (needed > 1 && needed < 1e12) expect(errorAt(law, needed)).toBeCloseTo(hard, 6);
        if (needed === Infinity) expect(errorAt(law, 1e300)).toBeGreaterThanOrEqual(hard - 1e-12);
      }),
    );
  });
});

describe('sizes of test splits', () => {
  it.each(reference.halfWidths)('$error ± $halfWidth', ({ error, halfWidth, examples }) => {
    expect(testLabelsForHalfWidth(error, halfWidth)).toBe(examples);
  });

  it.each(reference.differences)('a difference of $difference', ({ difference, discordant, examples }) => {
    expect(testLabelsForDifference(difference, discordant)).toBe(examples);
  });

  it('are refused where there is none', () => {
    expect(() => testLabelsForHalfWidth(0, 0.01)).toThrow(/No test size/);
    expect(() => testLabelsForDifference(0.1, 0.05)).toThrow(/No test size/);
  });
});

describe('Wilson’s interval at 90 %', () => {
  it.each(reference.wilson)('ends where SciPy’s does: $wrong of $total', ({ wrong, total, high }) => {
    expect(wilsonInterval(wrong, total, 0.9).high).toBeCloseTo(high, 9);
  });
});
