import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import { redrawLabels, withLabelChance } from '@/lib/rounds/label-chance';

const REDRAWS = 20;

describe('the chance of the labels', () => {
  it('is drawn with as many labels, each as likely as the other', () => {
    const sums = new Float64Array(5);
    for (let draw = 0; draw < 4000; draw++) {
      const counts = redrawLabels(5, createRandom(draw, 'law'));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
      counts.forEach((count, at) => (sums[at] = (sums[at] as number) + count));
    }
    // each expected 4000 times, with a standard deviation of 56.6
    for (const sum of sums) expect(Math.abs(sum - 4000)).toBeLessThan(5 * 56.6);
  });

  it('only ever widens an interval, keeps its mean and stays a difference of shares', () => {
    const share = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(share, share, share), fc.array(share, { minLength: 2 }), (values, redrawn) => {
        const [low, mean, high] = values.sort((left, right) => left - right);
        const widened = withLabelChance({ low, mean, high }, redrawn);
        expect(widened.mean).toBe(mean);
        expect(widened.low).toBeLessThanOrEqual(low + 1e-12);
        expect(widened.high).toBeGreaterThanOrEqual(high - 1e-12);
        expect(widened.low).toBeGreaterThanOrEqual(-1);
        expect(widened.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('holds the true difference of two estimates in 95 % of cases, where the test alone would not', () => {
    // Two arms of 40 numbers; a "model" is their mean, and the test adds noise of a known size.
    const trials = 1000;
    const testSd = 0.005;
    let held = 0;
    let heldByTest = 0;
    for (let trial = 0; trial < trials; trial++) {
      const random = createRandom(trial, 'coverage');
      const arms = [0, 1].map(() => Float64Array.from({ length: 40 }, () => 0.1 * random.normal()));
      const meanOf = (values: Float64Array, counts?: Int32Array) =>
        values.reduce((sum, value, at) => sum + value * (counts ? (counts[at] as number) : 1), 0) / 40;
      const [left, right] = arms as [Float64Array, Float64Array];
      const mean = meanOf(left) - meanOf(right) + testSd * random.normal();
      const onTest = { mean, low: mean - 1.96 * testSd, high: mean + 1.96 * testSd };
      const redrawn = Array.from(
        { length: REDRAWS },
        () => meanOf(left, redrawLabels(40, random)) - meanOf(right, redrawLabels(40, random)),
      );
      const { low, high } = withLabelChance(onTest, redrawn);
      if (low < 0 && high > 0) held++;
      if (onTest.low < 0 && onTest.high > 0) heldByTest++;
    }
    // the bootstrap's spread is short by √(39/40); 0.93 … 0.97 is 3 standard deviations of 1,000 trials and that
    expect(held / trials).toBeGreaterThan(0.92);
    expect(held / trials).toBeLessThan(0.975);
    expect(heldByTest / trials).toBeLessThan(0.6);
  });

  it('needs two redraws', () => {
    expect(() => withLabelChance({ low: -1, mean: 0, high: 1 }, [0])).toThrow(/two redraws/);
  });
});
