import { describe, expect, it } from 'vitest';
import { pairedDifference, populationInterval } from '@/lib/metrics/intervals';
import { testHalfWidthOfDifference, testHalfWidthOfError } from '@/lib/metrics/test-half-width';
import { packBits, unpackBytes } from '@/lib/numeric/packed-bits';
import { createRandom } from '@/lib/numeric/random';

const bytes = (wrong: readonly boolean[]) => unpackBytes(packBits(wrong));

describe('what the test examples leave', () => {
  it('to an error of .15 on 4,900 examples is a point (theory f.5)', () => {
    expect(testHalfWidthOfError(0.15, 4900)).toBeCloseTo(0.01, 4);
  });

  it('to a difference of one repeat is 1.96 standard errors of the examples’ differences', () => {
    const left = [true, true, false, true, false, false, true, false, true, false, false];
    const right = [false, true, false, false, true, false, false, false, true, false, false];
    const differences = left.map((wrong, example) => Number(wrong) - Number(right[example]));
    const mean = differences.reduce((sum, value) => sum + value, 0) / 11;
    const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 10;
    expect(testHalfWidthOfDifference([bytes(left)], [bytes(right)], 11)).toBeCloseTo(
      1.959964 * Math.sqrt(variance / 11),
      6,
    );
  });
});

/**
 * Studies whose population difference is known: a share of the examples is wrong for one arm only, always the same
 * ones (`fixed`), and beside them each repeat errs by chance (`chance`) and is better or worse as a whole (`repeat`).
 */
function coverage({ fixed, chance, repeat }: { fixed: number; chance: number; repeat: number }) {
  const studies = 400;
  const examples = 400;
  const repeats = 5;
  let withTest = 0;
  let withoutTest = 0;
  for (let study = 0; study < studies; study++) {
    const random = createRandom(study, 'coverage', String(fixed));
    const kinds = Array.from({ length: examples }, () => random.uniform());
    const arm = (from: number) => {
      const shift = repeat * (random.uniform() - 0.5);
      return kinds.map((kind) => (kind >= from && kind < from + fixed) || random.uniform() < chance + shift);
    };
    const left = Array.from({ length: repeats }, () => arm(0));
    const right = Array.from({ length: repeats }, () => arm(fixed));
    const errors = (arms: boolean[][]) => arms.map((wrong) => wrong.filter(Boolean).length / examples);
    const difference = {
      ...pairedDifference(errors(left), errors(right)),
      testHalfWidth: testHalfWidthOfDifference(left.map(bytes), right.map(bytes), examples),
    };
    const covers = ({ low, high }: { low: number; high: number }) => low <= 0 && high >= 0;
    if (covers(populationInterval(difference, repeats))) withTest++;
    if (covers(difference)) withoutTest++;
  }
  return { withTest: withTest / studies, withoutTest: withoutTest / studies };
}

describe('the interval over repeats and test examples', () => {
  it.each([
    { fixed: 0.08, chance: 0.01, repeat: 0 },
    { fixed: 0.05, chance: 0.1, repeat: 0.02 },
    { fixed: 0, chance: 0.2, repeat: 0.1 },
  ])('holds the difference of the population in some 95 of 100 studies: $fixed, $chance', (design) => {
    const { withTest } = coverage(design);
    // three binomial standard errors below, and no more than a hundredth of its width given away
    expect(withTest).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / 400));
    expect(withTest).toBeLessThan(0.985);
  });

  it('would miss it over the repeats alone where all repeats err alike', () => {
    expect(coverage({ fixed: 0.08, chance: 0.01, repeat: 0 }).withoutTest).toBeLessThan(0.5);
  });
});
