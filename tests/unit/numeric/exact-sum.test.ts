import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum } from '@/lib/numeric/exact-sum';

function sumOf(...parts: readonly (readonly number[])[]): number {
  const sum = new ExactSum();
  for (const part of parts) sum.add(Float64Array.from(part));
  return sum.value();
}

const sizes = fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, max: 1e300 }), {
  maxLength: 60,
});

describe('the exact sum', () => {
  it.each([
    ['nothing', [], 0],
    ['what plain addition makes 0.9999999999999999 of', new Array<number>(10).fill(0.1), 1],
    ['a number between two doubles, to the even one', [2 ** 53, 1], 2 ** 53],
    ['a little more than that, to the nearer one', [2 ** 53, 1, 2 ** -1074], 2 ** 53 + 2],
    ['many small ones beside a large one', [2 ** 53, ...new Array<number>(1000).fill(1)], 2 ** 53 + 1000],
    ['the smallest numbers there are', [2 ** -1074, 2 ** -1074, 2 ** -1022], 2 ** -1022 + 2 ** -1073],
    ['the largest', [Number.MAX_VALUE], Number.MAX_VALUE],
    ['more than there are numbers for', [Number.MAX_VALUE, Number.MAX_VALUE], Infinity],
  ])('rounds once: %s', (_, values, expected) => {
    expect(sumOf(values)).toBe(expected);
  });

  it('is the same in any order and however it is cut', () => {
    fc.assert(
      fc.property(sizes, sizes, (left, right) => {
        const whole = sumOf([...left, ...right]);
        expect(sumOf(right, left.toReversed())).toBe(whole);
      }),
    );
  });

  it('is the sum of whole numbers as integers give it', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat(), { maxLength: 60 }), (values) => {
        expect(sumOf(values)).toBe(Number(values.reduce((sum, value) => sum + BigInt(value), 0n)));
      }),
    );
  });

  it('stays exact beyond the numbers that are held back at a time', () => {
    const third = 1 / 3;
    const sum = new ExactSum();
    for (let block = 0; block < 24; block++) sum.add(new Float64Array(2 ** 17).fill(third));
    // 24 · 2¹⁷ thirds: the double nearest to 1/3 times a power of two is exact, times three it is rounded once
    expect(sum.value()).toBe(third * 24 * 2 ** 17);
  });
});
