'use client';

import type { StudyReport } from '@/lib/contracts/study-report';
import type { Judgement } from '@/lib/studies/comparisons';
import { IntervalCell } from '../charts/interval-cell';
import { spanOf } from '../charts/span-of';
import { classNames } from '../ui/class-names';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatNumber, formatPercent } from '../ui/format';
import { pointColumns, STANDING_LOOK } from './point-columns';
import { describeDifference, reportRows, type ReportRow } from './report-rows';

/** Every measured point of the study. */
export function ReportTable({ report }: { readonly report: StudyReport }) {
  const rows = reportRows(report);
  return (
    <DataTable
      name="points"
      caption="Measured points of the study"
      columns={columnsOf(rows, report.surrogates.length > 1)}
      rows={rows}
      rowKey={({ key }) => key}
      filterText={({ surrogate, scheme, fraction }) => `${surrogate} ${scheme} ${formatPercent(fraction, 0)}`}
    />
  );
}

function Difference({
  difference,
  otherwise,
}: {
  readonly difference: Judgement | null;
  readonly otherwise: string;
}) {
  if (!difference) return <span className="text-ink-faint">{otherwise}</span>;
  return (
    <span className={classNames('whitespace-nowrap', STANDING_LOOK[difference.standing])}>
      {describeDifference(difference)}
    </span>
  );
}

function columnsOf(rows: readonly ReportRow[], severalSurrogates: boolean): readonly Column<ReportRow>[] {
  const span = spanOf(rows.map(({ error }) => error));
  const surrogate: Column<ReportRow> = {
    id: 'surrogate',
    header: 'Surrogate',
    sortBy: (row) => row.surrogate,
    cell: (row) => row.surrogate,
  };
  return [
    ...(severalSurrogates ? [surrogate] : []),
    ...pointColumns<ReportRow>(),
    {
      id: 'kept',
      header: 'Kept',
      align: 'end',
      sortBy: ({ kept }) => kept,
      cell: ({ kept }) => formatCount(kept),
    },
    {
      id: 'error',
      header: 'Test error',
      align: 'end',
      sortBy: ({ error }) => error.mean,
      cell: ({ error }) => <span className="whitespace-nowrap">{formatPercent(error.mean, 2)}</span>,
    },
    {
      id: 'interval',
      header: '95 % interval',
      cell: ({ error }) => <IntervalCell interval={error} span={span} digits={2} />,
    },
    {
      id: 'test-examples',
      header: 'Test examples leave',
      align: 'end',
      sortBy: ({ testHalfWidth }) => testHalfWidth,
      cell: ({ testHalfWidth }) => (
        <span className="whitespace-nowrap">
          {testHalfWidth === null ? '–' : `± ${(testHalfWidth * 100).toFixed(2)}`}
        </span>
      ),
    },
    {
      id: 'difference',
      header: 'Against random, in points',
      sortBy: ({ difference }) => difference?.interval.mean ?? null,
      cell: ({ difference, fraction }) => (
        <Difference difference={difference} otherwise={fraction < 1 ? 'the reference' : 'all is kept'} />
      ),
    },
    {
      id: 'better',
      header: 'Repeats better',
      align: 'end',
      sortBy: ({ shareBetter }) => shareBetter,
      cell: ({ shareBetter }) => (
        <span className="whitespace-nowrap">
          {shareBetter === null ? '–' : formatPercent(shareBetter, 0)}
        </span>
      ),
    },
    {
      id: 'paid',
      header: 'All labels paid',
      align: 'end',
      sortBy: ({ paid }) => paid,
      cell: ({ paid }) => (paid === null ? '–' : formatCount(paid)),
    },
    {
      id: 'equal-labels',
      header: 'Against random with as many labels in all',
      sortBy: ({ equalLabels }) => equalLabels?.interval.mean ?? null,
      cell: ({ equalLabels }) => <Difference difference={equalLabels} otherwise="–" />,
    },
    {
      id: 'log-loss',
      header: 'Log-loss',
      align: 'end',
      sortBy: ({ logLoss }) => logLoss?.mean ?? null,
      cell: ({ logLoss }) => (logLoss ? formatNumber(logLoss.mean) : '–'),
    },
    {
      id: 'entropy',
      header: 'Label entropy',
      align: 'end',
      sortBy: ({ labelEntropy }) => labelEntropy,
      cell: ({ labelEntropy }) => <span className="whitespace-nowrap">{labelEntropy.toFixed(2)} bits</span>,
    },
    {
      id: 'effective',
      header: 'Worth of unweighted labels',
      align: 'end',
      sortBy: ({ effectiveLabels }) => effectiveLabels,
      cell: ({ effectiveLabels }) =>
        effectiveLabels === null ? '–' : formatCount(Math.round(effectiveLabels)),
    },
    {
      id: 'absent',
      header: 'Classes without labels',
      align: 'end',
      sortBy: ({ absentClasses }) => absentClasses,
      cell: ({ absentClasses }) => (absentClasses === 0 ? '–' : formatNumber(absentClasses, 2)),
    },
  ];
}
