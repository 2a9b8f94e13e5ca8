import { describe, expect, it } from 'vitest';
import { describeDifference, differenceVerdict } from '@/components/report/report-rows';

const interval = (mean: number, halfWidth: number) => ({
  mean,
  low: mean - halfWidth,
  high: mean + halfWidth,
});

describe('the difference from random', () => {
  it('is better or worse only where its interval leaves zero out', () => {
    expect(differenceVerdict(interval(-0.012, 0.004))).toBe('better');
    expect(differenceVerdict(interval(0.012, 0.004))).toBe('worse');
    expect(differenceVerdict(interval(-0.003, 0.004))).toBe('undecided');
    expect(differenceVerdict({ mean: -0.002, low: -0.004, high: 0 })).toBe('undecided');
  });

  it('is said in words with its interval', () => {
    expect(describeDifference(interval(-0.012, 0.004))).toBe('▼ 1.20 lower (−1.60 to −0.80)');
    expect(describeDifference(interval(0.012, 0.004))).toBe('▲ 1.20 higher (+0.80 to +1.60)');
    expect(describeDifference(interval(-0.003, 0.004))).toBe('within chance: −0.30 (−0.70 to +0.10)');
    expect(describeDifference(interval(0, 0))).toBe('the same');
  });
});
