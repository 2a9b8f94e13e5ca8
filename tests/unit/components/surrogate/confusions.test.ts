import { describe, expect, it } from 'vitest';
import { classErrors, classTotals, mostFrequentConfusions } from '@/components/surrogate/confusions';

/** rows: real shirt, coat, bag; the test split has no bag */
const CONFUSION = [
  [6, 4, 0],
  [1, 19, 0],
  [0, 0, 0],
];

describe('confusions', () => {
  it('counts the examples of each real class', () => {
    expect(classTotals(CONFUSION)).toEqual([10, 20, 0]);
  });

  it('gives the share of wrong predictions of each class, and none for a class without examples', () => {
    const errors = classErrors(CONFUSION);
    expect(errors[0]).toBeCloseTo(0.4);
    expect(errors[1]).toBeCloseTo(0.05);
    expect(errors[2]).toBeNull();
  });

  it('lists wrong pairs by how often they happen, with the share of the real class', () => {
    expect(mostFrequentConfusions(CONFUSION, 10)).toEqual([
      { actual: 0, predicted: 1, examples: 4, share: 0.4 },
      { actual: 1, predicted: 0, examples: 1, share: 0.05 },
    ]);
    expect(mostFrequentConfusions(CONFUSION, 1)).toHaveLength(1);
  });
});
