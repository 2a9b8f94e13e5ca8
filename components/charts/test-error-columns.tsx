import type { ModelMetrics } from '@/lib/contracts/model';
import type { Column } from '../ui/data-table';
import { formatPercent } from '../ui/format';
import { IntervalCell } from './interval-cell';
import { spanOf } from './span-of';

/** What models err on the test split, with intervals on a scale that all rows share. */
export function testErrorColumns<Row extends { readonly metrics: ModelMetrics | null }>(
  rows: readonly Row[],
): readonly Column<Row>[] {
  const span = spanOf(rows.flatMap(({ metrics }) => metrics?.test?.error ?? []));
  return [
    {
      id: 'error',
      header: 'Test error',
      align: 'end',
      sortBy: ({ metrics }) => metrics?.test?.error.mean ?? null,
      cell: ({ metrics }) => (metrics?.test ? formatPercent(metrics.test.error.mean) : '–'),
    },
    {
      id: 'interval',
      header: '95 % interval',
      cell: ({ metrics }) =>
        metrics?.test ? <IntervalCell interval={metrics.test.error} span={span} /> : '–',
    },
  ];
}
