import { describe, expect, it } from 'vitest';
import { drawGamma } from '@/lib/numeric/draw-gamma';
import { createRandom } from '@/lib/numeric/random';

const DRAWS = 40_000;

describe('gamma draws', () => {
  it.each([1, 2.5, 40])('of shape %d have mean, variance and skewness of the distribution', (shape) => {
    const random = createRandom(3, 'gamma');
    const draws = Float64Array.from({ length: DRAWS }, () => drawGamma(random, shape));
    const mean = draws.reduce((sum, value) => sum + value, 0) / DRAWS;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
    const skewness = draws.reduce((sum, value) => sum + (value - mean) ** 3, 0) / DRAWS / variance ** 1.5;
    expect(Math.abs(mean - shape)).toBeLessThan(4 * Math.sqrt(shape / DRAWS));
    expect(variance / shape).toBeCloseTo(1, 1);
    expect(Math.abs(skewness - 2 / Math.sqrt(shape))).toBeLessThan(0.15);
    expect(draws.every((value) => value > 0)).toBe(true);
  });

  it('need a shape of 1 or more', () => {
    expect(() => drawGamma(createRandom(1), 0.5)).toThrow('at least 1');
  });
});
