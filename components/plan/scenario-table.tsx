'use client';

import type { Scenario } from '@/lib/planning/scenarios';
import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatMoney, formatNumber, formatPercent, formatPercentRange } from '../ui/format';

interface ScenarioTableProps {
  readonly rows: readonly Scenario[];
  readonly currency: string;
}

export function ScenarioTable({ rows, currency }: ScenarioTableProps) {
  return (
    <DataTable
      name="scenarios"
      caption="Scenarios"
      columns={columnsOf(rows, currency)}
      rows={rows}
      rowKey={({ key }) => key}
      filterText={({ scheme, surrogate, cost }) => `${scheme} ${surrogate ?? ''} ${cost.labels}`}
      isCurrent={({ isRandom }) => isRandom}
    />
  );
}

function columnsOf(rows: readonly Scenario[], currency: string): readonly Column<Scenario>[] {
  const priced = rows.some(({ cost }) => cost.money !== null);
  const timed = rows.some(({ cost }) => cost.hours !== null);
  const columns: (Column<Scenario> | false)[] = [
    {
      id: 'scheme',
      header: 'Scheme',
      sortBy: ({ scheme }) => scheme,
      cell: ({ scheme, surrogateLabels, doubtful }) => (
        <span>
          <span className="font-medium">{scheme}</span>
          {surrogateLabels > 0 && (
            <span className="block text-sm text-ink-faint">
              {formatCount(surrogateLabels)} labels for its surrogate
            </span>
          )}
          {doubtful && <Badge tone="warning">no clear power law</Badge>}
        </span>
      ),
    },
    {
      id: 'labels',
      header: 'Labels in all',
      align: 'end',
      sortBy: ({ cost }) => cost.labels,
      cell: ({ cost }) => formatCount(cost.labels),
    },
    {
      id: 'error',
      header: 'Expected error',
      align: 'end',
      sortBy: ({ error }) => error.median,
      cell: ({ error, extrapolated }) => (
        <span className="whitespace-nowrap">
          <span className="font-semibold">{formatPercent(error.median)}</span>
          <span className="block text-sm text-ink-soft">{formatPercentRange(error)}</span>
          {extrapolated && <span className="block text-sm text-ink-faint">beyond what was measured</span>}
        </span>
      ),
    },
    {
      id: 'probability',
      header: 'Reaches the target',
      align: 'end',
      hideBelow: 'sm',
      sortBy: ({ probability }) => probability,
      cell: ({ probability }) => (probability === null ? '–' : formatPercent(probability, 0)),
    },
    timed && {
      id: 'hours',
      header: 'Hours',
      align: 'end',
      hideBelow: 'sm',
      sortBy: ({ cost }) => cost.hours,
      cell: ({ cost }) => (cost.hours === null ? '–' : formatNumber(cost.hours)),
    },
    priced && {
      id: 'money',
      header: 'Money',
      align: 'end',
      hideBelow: 'md',
      sortBy: ({ cost }) => cost.money,
      cell: ({ cost }) => (
        <span className="whitespace-nowrap">
          {cost.money === null ? '–' : formatMoney(cost.money, currency)}
        </span>
      ),
    },
  ];
  return columns.filter((column) => column !== false);
}
