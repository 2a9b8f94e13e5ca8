import { describe, expect, it } from 'vitest';
import { lureEstimate } from '@/lib/metrics/active-testing';

describe('lureEstimate', () => {
  it('is exact in expectation: all ways to draw two of three', () => {
    const losses = [1, 0, 0.5];
    const sizes = [5, 1, 2];
    let expectation = 0;
    for (let first = 0; first < 3; first++) {
      for (let second = 0; second < 3; second++) {
        if (first === second) continue;
        const chances = Float64Array.of(
          (sizes[first] as number) / 8,
          (sizes[second] as number) / (8 - (sizes[first] as number)),
        );
        const drawn = Float64Array.of(losses[first] as number, losses[second] as number);
        expectation += (chances[0] as number) * (chances[1] as number) * lureEstimate(drawn, chances, 3);
      }
    }
    expect(expectation).toBeCloseTo(0.5, 12);
  });

  it('is the plain mean for uniform chances, and for the whole pool', () => {
    expect(lureEstimate(Float64Array.of(1, 0), Float64Array.of(1 / 4, 1 / 3), 4)).toBeCloseTo(0.5, 12);
    expect(lureEstimate(Float64Array.of(1, 0), Float64Array.of(0.9, 1), 2)).toBe(0.5);
  });

  it('refuses what does not fit', () => {
    expect(() => lureEstimate(Float64Array.of(1), Float64Array.of(), 3)).toThrow('1 losses, 0 chances');
    expect(() => lureEstimate(Float64Array.of(1, 1), Float64Array.of(1, 1), 1)).toThrow('1 items');
  });
});
