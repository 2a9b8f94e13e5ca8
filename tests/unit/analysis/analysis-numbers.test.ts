import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concentration } from '@/lib/analysis/concentration';
import { measureRedundancy } from '@/lib/analysis/redundancy';
import { orderByValue, topLabelEntropy, topOverlap, topSizes } from '@/lib/analysis/top-examples';
import { createMatrix } from '@/lib/numeric/matrix';
import reference from '@/tests/support/reference/analysis.json' with { type: 'json' };

describe('concentration', () => {
  it('is the Gini coefficient of NumPy', () => {
    expect(concentration(reference.values)).toBeCloseTo(reference.concentration, 10);
  });

  it('is 0 for equal values and 1 − 1/n where one has everything, in any unit', () => {
    expect(concentration([3, 3, 3])).toBeCloseTo(0, 12);
    expect(concentration([0, 0, 0, 7])).toBeCloseTo(0.75, 12);
    expect(concentration([0, 0])).toBe(0);
    expect(concentration([])).toBe(0);
    expect(concentration([1e6, 2e6, 5e6])).toBeCloseTo(concentration([1, 2, 5]), 12);
  });
});

describe('redundancy', () => {
  const labels = Int32Array.from(reference.labels);
  const features = createMatrix(Float32Array.from(reference.features), labels.length, 6);

  it('is that of the gradients written out in NumPy', () => {
    const measured = measureRedundancy(features, labels, reference.classes);
    expect(measured.different).toBeCloseTo(reference.different, 4);
    expect(measured.redundancy).toBeCloseTo(reference.redundancy, 5);
  });

  it('is 1 for copies of one example, and for one example 0', () => {
    const copies = createMatrix(Float32Array.of(1, 2, 1, 2, 1, 2), 3, 2);
    expect(measureRedundancy(copies, Int32Array.of(1, 1, 1), 2)).toEqual({ redundancy: 1, different: 1 });
    const one = createMatrix(Float32Array.of(1, 2), 1, 2);
    expect(measureRedundancy(one, Int32Array.of(0), 2)).toEqual({ redundancy: 0, different: 1 });
  });
});

describe('the largest examples', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 });

  it('sizes rise from ten to all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (count) => {
        const sizes = topSizes(count);
        expect(sizes[0]).toBe(Math.min(10, count));
        expect(sizes.at(-1)).toBe(count);
        sizes.slice(1).forEach((size, place) => expect(size).toBeGreaterThan(sizes[place]!));
      }),
    );
  });

  it('overlap counts what both have, at every size', () => {
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        const count = Math.min(first.length, second.length);
        const left = orderByValue(Float32Array.from(first.slice(0, count)));
        const right = orderByValue(Float32Array.from(second.slice(0, count)));
        const sizes = Array.from({ length: count }, (_, index) => index + 1);
        topOverlap(left, right, sizes).forEach(({ k, overlap, byChance }) => {
          const ofRight = new Set(right.subarray(0, k));
          const common = left.subarray(0, k).filter((row) => ofRight.has(row)).length;
          expect(overlap).toBeCloseTo(common / k, 12);
          expect(byChance).toBeCloseTo(k / count, 12);
        });
      }),
    );
  });

  it('label entropy is that of the labels of the first k', () => {
    const order = Int32Array.of(3, 1, 0, 2);
    const labels = Int32Array.of(0, 1, 1, 1);
    expect(topLabelEntropy(order, labels, 2, [2, 4])).toEqual([
      { k: 2, bits: 0 },
      { k: 4, bits: expect.closeTo(-(0.75 * Math.log2(0.75) + 0.25 * Math.log2(0.25)), 12) as number },
    ]);
  });
});
