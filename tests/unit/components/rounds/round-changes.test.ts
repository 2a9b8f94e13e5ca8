import { describe, expect, it } from 'vitest';
import { describeRoundChange, roundChanges } from '@/components/rounds/round-changes';

const point = (round: number, error: number, halfWidth = 0.01) => ({
  round,
  labels: 100 * (round + 1),
  error,
  low: error - halfWidth,
  high: error + halfWidth,
  scheme: null,
  changes: [],
  testSet: 'a',
  testExamples: 1000,
});

describe('roundChanges', () => {
  it('compares each point with the one before it, also where a round was never measured', () => {
    const changes = roundChanges([point(3, 0.2), point(0, 0.3), point(1, 0.29)]);
    expect([...changes.keys()]).toEqual([1, 3]);
    expect(changes.get(1)?.difference).toBeCloseTo(-0.01);
    expect(changes.get(3)?.difference).toBeCloseTo(-0.09);
  });

  it('is certain only where the intervals do not meet', () => {
    const changes = roundChanges([point(0, 0.3), point(1, 0.29), point(2, 0.2)]);
    expect(changes.get(1)?.certain).toBe(false);
    expect(changes.get(2)?.certain).toBe(true);
  });
});

describe('describeRoundChange', () => {
  it('says the direction in words, not by a sign alone', () => {
    expect(describeRoundChange({ difference: -0.012, certain: true })).toBe('▼ 1.2 points lower');
    expect(describeRoundChange({ difference: 0.004, certain: false })).toBe('▲ 0.4 points higher');
    expect(describeRoundChange({ difference: 0.0002, certain: false })).toBe('the same');
  });
});
