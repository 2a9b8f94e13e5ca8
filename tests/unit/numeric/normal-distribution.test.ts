import { describe, expect, it } from 'vitest';
import { normalCumulative } from '@/lib/numeric/normal-distribution';
import { normalQuadrature, piecewiseNormalQuadrature } from '@/lib/numeric/normal-quadrature';
import reference from '../../support/reference/synthetic.json' with { type: 'json' };

function average(
  { points, weights }: ReturnType<typeof normalQuadrature>,
  of: (t: number) => number,
): number {
  return points.reduce((sum, point, index) => sum + (weights[index] as number) * of(point), 0);
}

describe('normalCumulative', () => {
  it.each(reference.cumulative)('at %d is what SciPy says', (value, expected) => {
    expect(normalCumulative(value)).toBeCloseTo(expected, 14);
  });

  it('takes infinities', () => {
    expect(normalCumulative(Infinity)).toBe(1);
    expect(normalCumulative(-Infinity)).toBe(0);
  });
});

describe('quadrature over a normal variable', () => {
  it.each([1, 2, 3])('has the moments of order %d', (order) => {
    const expected = [1, 3, 15][order - 1] as number;
    expect(average(normalQuadrature(40), (t) => t ** (2 * order))).toBeCloseTo(expected, 8);
    expect(average(piecewiseNormalQuadrature(120, [0.4]), (t) => t ** (2 * order))).toBeCloseTo(expected, 8);
  });

  it('sees a jump where it is told of one', () => {
    const place = 0.731;
    const share = average(piecewiseNormalQuadrature(60, [place, place, 40]), (t) => (t < place ? 1 : 0));
    expect(share).toBeCloseTo(normalCumulative(place), 9);
  });
});
