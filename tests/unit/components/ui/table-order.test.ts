import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterRows, formatOrder, nextOrder, parseOrder, sortRows } from '@/components/ui/table-order';

describe('an order in the URL', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,12}$/),
        fc.constantFrom('ascending', 'descending'),
        (column, direction) => {
          expect(parseOrder(formatOrder({ column, direction }))).toEqual({ column, direction });
        },
      ),
    );
    expect(parseOrder(formatOrder(null))).toBeNull();
  });

  it('goes from ascending to descending to none, and begins anew at another column', () => {
    const first = nextOrder(null, 'error');
    const second = nextOrder(first, 'error');
    expect(first).toEqual({ column: 'error', direction: 'ascending' });
    expect(second).toEqual({ column: 'error', direction: 'descending' });
    expect(nextOrder(second, 'error')).toBeNull();
    expect(nextOrder(second, 'name')).toEqual({ column: 'name', direction: 'ascending' });
  });
});

describe('sortRows', () => {
  it('orders text as people count', () => {
    expect(sortRows(['a10', 'a2', 'b1'], (row) => row, 'ascending')).toEqual(['a2', 'a10', 'b1']);
  });

  it('puts rows without a value last in both directions', () => {
    const rows = [null, 2, null, 1];
    expect(sortRows(rows, (row) => row, 'ascending')).toEqual([1, 2, null, null]);
    expect(sortRows(rows, (row) => row, 'descending')).toEqual([2, 1, null, null]);
  });

  it('keeps the order of equal rows and the rows themselves', () => {
    const row = fc.record({ key: fc.integer({ min: 0, max: 3 }), id: fc.nat() });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const sorted = sortRows(rows, ({ key }) => key, 'ascending');
        for (const key of [0, 1, 2, 3]) {
          expect(sorted.filter((one) => one.key === key)).toEqual(rows.filter((one) => one.key === key));
        }
      }),
    );
  });

  it('orders moments in time', () => {
    const early = new Date('2026-01-01');
    const late = new Date('2026-02-01');
    expect(sortRows([early, late], (row) => row, 'descending')).toEqual([late, early]);
  });
});

describe('filterRows', () => {
  it('asks for every word, in any order and case', () => {
    const rows = ['Weak surrogate', 'Strong surrogate', 'Weak scores'];
    expect(filterRows(rows, (row) => row, 'SURR weak')).toEqual(['Weak surrogate']);
    expect(filterRows(rows, (row) => row, '  ')).toEqual(rows);
  });
});
