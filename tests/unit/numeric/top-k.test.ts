import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestRows, smallestRows } from '@/lib/numeric/top-k';

const values = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 200,
});

/** The definition, by comparing. */
function sortedRows(numbers: Float64Array, ids: BigUint64Array, sign: number): number[] {
  return Array.from(numbers.keys()).sort((left, right) => {
    const [a, b] = [numbers[left] as number, numbers[right] as number];
    if (a !== b) return a < b ? sign : -sign;
    return (ids[left] as bigint) < (ids[right] as bigint) ? -1 : 1;
  });
}

describe('largestRows and smallestRows', () => {
  it('are a sort by value, ties by ascending id, cut at the count', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.bigInt(0n, 2n ** 63n),
        (array, share, salt) => {
          const numbers = Float64Array.from(array);
          const ids = BigUint64Array.from(array, (_, row) =>
            BigInt.asUintN(64, (BigInt(row) + salt) * 0x9e3779b97f4a7c15n),
          );
          const count = Math.round(share * array.length);
          expect([...largestRows(numbers, ids, count)]).toEqual(sortedRows(numbers, ids, 1).slice(0, count));
          expect([...smallestRows(numbers, ids, count)]).toEqual(
            sortedRows(numbers, ids, -1).slice(0, count),
          );
        },
      ),
    );
  });

  it('merges shards: the largest of the shards’ largest are the largest', () => {
    const numbers = Float32Array.from({ length: 5000 }, (_, row) => Math.round(Math.sin(row) * 50));
    const ids = BigUint64Array.from(numbers, (_, row) => BigInt(row));
    const union: number[] = [];
    for (let shard = 0; shard < 7; shard++) {
      const rows = Array.from(numbers.keys()).filter((row) => row % 7 === shard);
      const best = largestRows(
        Float32Array.from(rows, (row) => numbers[row] as number),
        BigUint64Array.from(rows, (row) => ids[row] as bigint),
        300,
      );
      union.push(...Array.from(best, (place) => rows[place] as number));
    }
    const merged = largestRows(
      Float32Array.from(union, (row) => numbers[row] as number),
      BigUint64Array.from(union, (row) => ids[row] as bigint),
      300,
    );
    expect(Array.from(merged, (place) => union[place])).toEqual([...largestRows(numbers, ids, 300)]);
  });
});
