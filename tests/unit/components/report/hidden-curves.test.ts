import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHiddenCurves, parseHiddenCurves } from '@/components/report/hidden-curves';

describe('curves left out of the chart, in the URL', () => {
  it('come back as they were set, as long as one is shown', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 8 }), { maxLength: 8 }), (indices) => {
        expect(parseHiddenCurves(formatHiddenCurves(new Set(indices)), 9)).toEqual(new Set(indices));
      }),
    );
  });

  it('ignores what is no curve, and shows all rather than none', () => {
    expect(parseHiddenCurves('1.x.-2.17', 3)).toEqual(new Set([1]));
    expect(parseHiddenCurves('0.1.2', 3)).toEqual(new Set());
    expect(parseHiddenCurves(null, 3)).toEqual(new Set());
  });
});
