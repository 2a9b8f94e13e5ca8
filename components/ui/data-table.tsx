'use client';

import type { ReactNode } from 'react';
import { ArrowDown, ArrowUp, ChevronsUpDown, Search } from 'lucide-react';
import { classNames } from './class-names';
import { CONTROL } from './field';
import {
  filterRows,
  formatOrder,
  nextOrder,
  parseOrder,
  sortRows,
  type SortKey,
  type TableOrder,
} from './table-order';
import { useUrlState } from './use-url-state';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Makes the column sortable. */
  readonly sortBy?: (row: Row) => SortKey;
  /** Numbers stand at the end of their column. */
  readonly align?: 'start' | 'end';
  /** Left out on screens narrower than this. */
  readonly hideBelow?: 'sm' | 'md' | 'lg';
  /** The header is for assistive technology only (columns of buttons). */
  readonly hideHeader?: boolean;
}

const HIDE_BELOW = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden' };

function cellClasses<Row>(column: Column<Row>): string {
  return classNames(column.align === 'end' && 'text-right', column.hideBelow && HIDE_BELOW[column.hideBelow]);
}

interface DataTableProps<Row> {
  /** Names the table's sort and filter in the URL (`?<name>-sort=-error&<name>-filter=power`); one a page. */
  readonly name: string;
  /** What the table holds, for assistive technology. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** Text that the filter box searches; without it there is no box. */
  readonly filterText?: (row: Row) => string;
  readonly isCurrent?: (row: Row) => boolean;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, caption, columns, rows, rowKey, filterText, isCurrent } = props;
  const url = useUrlState();
  const order = parseOrder(url.get(`${name}-sort`));
  const filter = url.get(`${name}-filter`) ?? '';

  const filtered = filterText ? filterRows(rows, filterText, filter) : rows;
  const sortBy = columns.find((column) => column.id === order?.column)?.sortBy;
  const shown = order && sortBy ? sortRows(filtered, sortBy, order.direction) : filtered;

  return (
    <div className="flex min-w-0 flex-col gap-2">
      {filterText && rows.length > 3 && (
        <label className="relative w-full sm:w-72">
          <span className="sr-only">Filter: {caption}</span>
          <Search
            className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-faint"
            aria-hidden
          />
          <input
            type="search"
            value={filter}
            placeholder="Filter"
            onChange={(event) => url.set({ [`${name}-filter`]: event.target.value })}
            className={classNames(CONTROL, 'pl-8')}
          />
        </label>
      )}
      {/* A wide table scrolls in its own box, which must be reachable by keyboard. */}
      <div className="relative overflow-x-auto" tabIndex={0} role="group" aria-label={caption}>
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="border-b border-line-strong/60">
              {columns.map((column) => (
                <HeaderCell
                  key={column.id}
                  column={column}
                  order={order}
                  onSort={() => url.set({ [`${name}-sort`]: formatOrder(nextOrder(order, column.id)) })}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr
                key={rowKey(row)}
                aria-current={isCurrent?.(row) || undefined}
                className="border-b border-line last:border-0 hover:bg-hover/60 aria-[current=true]:bg-accent-soft"
              >
                {columns.map((column) => (
                  <td key={column.id} className={classNames('px-2.5 py-2 align-middle', cellClasses(column))}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
            {shown.length === 0 && (
              <tr>
                <td colSpan={columns.length} className="px-2.5 py-6 text-ink-soft">
                  Nothing matches “{filter}”.
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly order: TableOrder | null;
  readonly onSort: () => void;
}

function HeaderCell<Row>({ column, order, onSort }: HeaderCellProps<Row>) {
  const direction = order?.column === column.id ? order.direction : undefined;
  const Icon = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  const end = column.align === 'end';
  return (
    <th
      scope="col"
      aria-sort={direction ?? (column.sortBy ? 'none' : undefined)}
      className={classNames('py-1 text-sm font-medium whitespace-nowrap text-ink-soft', cellClasses(column))}
    >
      {column.sortBy ? (
        <button
          type="button"
          onClick={onSort}
          className={classNames(
            'inline-flex min-h-8 items-center gap-1 rounded-sm px-2.5 hover:text-ink',
            end && 'flex-row-reverse',
          )}
        >
          {column.header}
          <Icon className={classNames('size-3.5', !direction && 'opacity-40')} aria-hidden />
        </button>
      ) : (
        <span className={column.hideHeader ? 'sr-only' : 'px-2.5'}>{column.header}</span>
      )}
    </th>
  );
}
