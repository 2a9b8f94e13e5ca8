import { describe, expect, it } from 'vitest';
import { comparisonVerdict } from '@/components/surrogate/comparison-verdict';

const weak = { name: 'weak', error: { mean: 0.25, low: 0.24, high: 0.26 } };

describe('comparisonVerdict', () => {
  it('says a difference is more than chance where the intervals do not meet, whichever comes first', () => {
    const strong = { name: 'strong', error: { mean: 0.2, low: 0.19, high: 0.21 } };
    expect(comparisonVerdict(weak, strong)).toMatch(
      /“strong” is wrong on 20.0\s%.*5 points.*more than chance/,
    );
    expect(comparisonVerdict(strong, weak)).toBe(comparisonVerdict(weak, strong));
  });

  it('claims nothing where the intervals overlap', () => {
    const other = { name: 'other', error: { mean: 0.245, low: 0.235, high: 0.255 } };
    expect(comparisonVerdict(weak, other)).toMatch(/cannot tell them apart/);
  });
});
