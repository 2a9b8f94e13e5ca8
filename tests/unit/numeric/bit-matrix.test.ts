import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BitMatrix } from '@/lib/numeric/bit-matrix';

it('a table of bits gives back the pairs that were set, columns ascending', () => {
  const size = 70;
  const pairs = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)));
  fc.assert(
    fc.property(pairs, (set) => {
      const bits = new BitMatrix(size);
      for (const [row, column] of set) bits.set(row, column);
      for (let row = 0; row < size; row++) {
        const columns: number[] = [];
        bits.forEach(row, (column) => columns.push(column));
        const expected = new Set(set.filter(([of]) => of === row).map(([, column]) => column));
        expect(columns).toEqual([...expected].sort((left, right) => left - right));
      }
    }),
    { numRuns: 30 },
  );
});
