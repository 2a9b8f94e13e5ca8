export type SortKey = string | number | Date | null;
export type SortDirection = 'ascending' | 'descending';

export interface TableOrder {
  readonly column: string;
  readonly direction: SortDirection;
}

/** `error` is ascending, `-error` descending: how an order stands in the URL. */
export function parseOrder(text: string | null): TableOrder | null {
  if (!text) return null;
  return text.startsWith('-')
    ? { column: text.slice(1), direction: 'descending' }
    : { column: text, direction: 'ascending' };
}

export function formatOrder(order: TableOrder | null): string | null {
  if (!order) return null;
  return order.direction === 'descending' ? `-${order.column}` : order.column;
}

/** A header was clicked: ascending, then descending, then as it came. */
export function nextOrder(current: TableOrder | null, column: string): TableOrder | null {
  if (current?.column !== column) return { column, direction: 'ascending' };
  return current.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** Stable; rows without a value stand last in both directions. Text is ordered as people count ("a2" before "a10"). */
export function sortRows<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => SortKey,
  direction: SortDirection,
): readonly Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((first, second) => {
    const left = keyOf(first);
    const right = keyOf(second);
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'string' && typeof right === 'string') {
      return sign * left.localeCompare(right, 'en', { numeric: true });
    }
    return sign * (Number(left) - Number(right));
  });
}

/** Every word asked for occurs somewhere in the row's text. */
export function filterRows<Row>(
  rows: readonly Row[],
  textOf: (row: Row) => string,
  query: string,
): readonly Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
