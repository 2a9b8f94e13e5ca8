import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignmentOf, bayesError, exactErrorOf } from '@/lib/synthetic/exact-error';
import { LABEL_PROCESSES, labelProcessByName } from '@/lib/synthetic/label-process';
import reference from '../../support/reference/synthetic.json' with { type: 'json' };

describe('label processes', () => {
  it.each(LABEL_PROCESSES)('$name is mirrored about 0, on which the theory relies', ({ probability }) => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 30, noNaN: true }).filter((z) => z !== 0.5),
        (z) => {
          expect(probability(-z)).toBeCloseTo(1 - probability(z), 12);
        },
      ),
    );
  });

  it('names the known ones where one is not', () => {
    expect(() => labelProcessByName('f3')).toThrow('“f3”');
  });
});

describe('exact error', () => {
  it.each(reference.exactErrors)('of $labels, ‖θ₀‖ $signal, $along along and $across across', (expected) => {
    const errorOf = exactErrorOf(labelProcessByName(expected.labels), expected.signal);
    expect(errorOf(expected)).toBeCloseTo(expected.error, 9);
  });

  it.each(reference.bayesErrors)('Bayes error of $labels at ‖θ₀‖ $signal', ({ labels, signal, error }) => {
    const process = labelProcessByName(labels);
    expect(bayesError(process, signal)).toBeCloseTo(error, 9);
    expect(exactErrorOf(process, signal)({ along: 1, across: 0 })).toBeCloseTo(error, 9);
  });

  it('is a half for what knows nothing, and its complement when turned around', () => {
    const errorOf = exactErrorOf(labelProcessByName('f1'), 5);
    expect(errorOf({ along: 0, across: 1 })).toBeCloseTo(0.5, 12);
    expect(errorOf({ along: 0, across: 0 })).toBe(0.5);
    expect(errorOf({ along: -1, across: 2 })).toBeCloseTo(1 - errorOf({ along: 1, across: 2 }), 12);
  });

  it('depends on angles only', () => {
    const teacher = Float64Array.of(3, 4);
    expect(alignmentOf(Float64Array.of(4, -3), teacher)).toEqual({ along: 0, across: 5 });
    expect(alignmentOf(Float64Array.of(6, 8), teacher)).toEqual({ along: 10, across: 0 });
  });
});
