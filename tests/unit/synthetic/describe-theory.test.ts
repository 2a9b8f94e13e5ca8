import { describe, expect, it } from 'vitest';
import type { SyntheticLine } from '@/lib/contracts/synthetic';
import { describeTheory, nameOf } from '@/lib/synthetic/describe-theory';

const FRACTIONS = [0.2, 0.4, 0.8, 1];

function line(exponent: number, ...errors: number[]): SyntheticLine {
  const points = errors.map((error, index) => ({ fraction: FRACTIONS[index] as number, error }));
  return { labels: 'f1', ridge: 0.1, exponent, points };
}

describe('the theory in words', () => {
  it('says where lines cross, between the fractions', () => {
    const [best, whole] = describeTheory([line(-1, 0.2, 0.2, 0.2, 0.15), line(1, 0.3, 0.21, 0.17, 0.15)]);
    expect(best).toBe(
      'Best: exponent −1 (easy examples first) below 50 %, exponent +1 (hard examples first) above 50 %.',
    );
    expect(whole).toBe('No selection comes below all of the pool (15.0 % wrong).');
  });

  it('names the selection that comes below the whole pool', () => {
    const [best, whole] = describeTheory([line(0, 0.3, 0.2, 0.16, 0.15), line(2, 0.25, 0.18, 0.14, 0.15)]);
    expect(best).toBe('Best: exponent +2 (hard examples first) at every fraction.');
    expect(whole).toBe(
      'Keeping 80 % by exponent +2 (hard examples first) leaves 14.0 % wrong, all of the pool at the same ridge 15.0 %.',
    );
  });

  it('makes nothing of nothing', () => {
    expect(describeTheory([])).toEqual([]);
    expect(describeTheory([line(0, 0.2, 0.2, 0.2, 0.2), line(1, 0.2, 0.2, 0.2, 0.2)])[0]).toBe(
      'All these exponents are as good as each other.',
    );
    expect(describeTheory([line(0, 0.3, 0.2, 0.2, 0.2)])[0]).toContain('add another');
    expect(nameOf(0)).toBe('random selection');
  });

  it('has a middle stretch where three lines take turns', () => {
    const [best] = describeTheory([
      line(-1, 0.2, 0.2, 0.2, 0.1),
      line(0, 0.3, 0.1, 0.18, 0.1),
      line(1, 0.4, 0.3, 0.12, 0.1),
    ]);
    expect(best).toMatch(/below 30 %, random selection from 30 % to \d+ %, exponent \+1 .* above/);
  });
});
