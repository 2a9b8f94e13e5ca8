import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedShares } from '@/lib/metrics/paired-shares';
import { readReference } from '../../support/read-reference';

interface Case {
  readonly left: number;
  readonly right: number;
  readonly total: number;
  readonly low: number;
  readonly high: number;
}

const counts = fc
  .tuple(fc.nat(200), fc.nat(200), fc.integer({ min: 1, max: 400 }))
  .map(([left, right, same]) => ({ left, right, total: left + right + same }));

describe('the difference of paired shares', () => {
  it.each(readReference<Case[]>('paired-shares'))(
    'has the interval of the numerically maximized likelihood ($left, $right of $total)',
    ({ left, right, total, low, high }) => {
      const interval = pairedShares(left, right, total);
      expect(interval.mean).toBeCloseTo((left - right) / total, 12);
      expect(interval.low).toBeCloseTo(low, 6);
      expect(interval.high).toBeCloseTo(high, 6);
    },
  );

  it('turns around with its sides, and holds its mean', () => {
    fc.assert(
      fc.property(counts, ({ left, right, total }) => {
        const forth = pairedShares(left, right, total);
        const back = pairedShares(right, left, total);
        expect(back.low).toBeCloseTo(-forth.high, 9);
        expect(forth.low).toBeLessThanOrEqual(forth.mean);
        expect(forth.mean).toBeLessThanOrEqual(forth.high);
      }),
    );
  });

  it('leaves 0 out exactly where McNemar’s asymptotic test rejects', () => {
    fc.assert(
      fc.property(counts, ({ left, right, total }) => {
        fc.pre(left + right > 0);
        const statistic = Math.abs(left - right) / Math.sqrt(left + right);
        fc.pre(Math.abs(statistic - 1.959964) > 1e-4);
        const { low, high } = pairedShares(left, right, total);
        expect(low > 0 || high < 0).toBe(statistic > 1.959964);
      }),
    );
  });

  it('refuses what cannot be', () => {
    expect(() => pairedShares(3, 3, 5)).toThrow(/No paired shares/);
    expect(() => pairedShares(0, 0, 0)).toThrow(/No paired shares/);
  });
});
