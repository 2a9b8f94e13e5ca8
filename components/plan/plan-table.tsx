'use client';

import type { TargetEstimate } from '@/lib/planning/labels-for-target';
import { classNames } from '../ui/class-names';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatMoney, formatPercent } from '../ui/format';
import { compareWithRandom } from './compare-with-random';

interface PlanTableProps {
  readonly rows: readonly TargetEstimate[];
  readonly currency: string;
}

/** What the target needs by each scheme, next to random. */
export function PlanTable({ rows, currency }: PlanTableProps) {
  return (
    <DataTable
      name="plan"
      caption="Labels and money for the target error"
      columns={columnsOf(rows, currency)}
      rows={rows}
      rowKey={({ key }) => key}
      filterText={({ scheme }) => scheme}
      isCurrent={({ isRandom }) => isRandom}
    />
  );
}

function columnsOf(rows: readonly TargetEstimate[], currency: string): readonly Column<TargetEstimate>[] {
  const cost: Column<TargetEstimate> = {
    id: 'cost',
    header: 'Money',
    align: 'end',
    sortBy: ({ need }) => need?.cost ?? null,
    cell: ({ need }) => (
      <span className="whitespace-nowrap">
        {need?.cost === undefined || need.cost === null ? '–' : formatMoney(need.cost, currency)}
      </span>
    ),
  };
  const priced = rows.some(({ need }) => need !== null && need.cost !== null);
  return [
    {
      id: 'scheme',
      header: 'Scheme',
      sortBy: ({ scheme }) => scheme,
      cell: (row) => (
        <span className="font-medium sm:whitespace-nowrap">
          {row.scheme}
          <span className="block font-normal sm:hidden">{againstRandom(rows, row)}</span>
        </span>
      ),
    },
    {
      id: 'labels',
      header: 'Labels',
      align: 'end',
      sortBy: ({ need }) => need?.labels ?? null,
      cell: ({ need }) =>
        need ? (
          <span className="font-semibold">{formatCount(need.labels)}</span>
        ) : (
          <span className="whitespace-nowrap text-ink-soft">not reached within this pool</span>
        ),
    },
    {
      id: 'share',
      header: 'Share of the pool',
      align: 'end',
      hideBelow: 'sm',
      sortBy: ({ need }) => need?.share ?? null,
      cell: ({ need }) =>
        need ? <span className="whitespace-nowrap">{formatPercent(need.share)}</span> : '–',
    },
    ...(priced ? [cost] : []),
    {
      id: 'against-random',
      header: 'Next to random',
      hideBelow: 'sm',
      cell: (row) => againstRandom(rows, row),
    },
  ];
}

function againstRandom(rows: readonly TargetEstimate[], row: TargetEstimate) {
  const random = rows.find((other) => other.isRandom && other.surrogate === row.surrogate);
  return (
    <span className={classNames('sm:whitespace-nowrap', row.isRandom && 'text-ink-faint')}>
      {row.isRandom ? 'the reference' : compareWithRandom(row.need, random?.need ?? null)}
    </span>
  );
}
