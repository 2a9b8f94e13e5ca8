'use client';

import Link from 'next/link';
import type { SurrogateView } from '@/lib/contracts/model';
import { testErrorColumns } from '../charts/test-error-columns';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatDuration, formatMoment, formatNumber, formatPercent } from '../ui/format';
import { WorkBadge } from './work-badge';

interface SurrogateTableProps {
  readonly projectId: string;
  readonly surrogates: readonly SurrogateView[];
}

export function SurrogateTable({ projectId, surrogates }: SurrogateTableProps) {
  return (
    <DataTable
      name="surrogates"
      caption="Surrogates"
      columns={columnsOf(projectId, surrogates)}
      rows={surrogates}
      rowKey={(surrogate) => surrogate.id}
      filterText={(surrogate) => surrogate.name}
    />
  );
}

function columnsOf(
  projectId: string,
  surrogates: readonly SurrogateView[],
): readonly Column<SurrogateView>[] {
  return [
    {
      id: 'name',
      header: 'Surrogate',
      sortBy: ({ name }) => name,
      cell: ({ id, name, state }) => (
        <span className="flex min-w-44 items-center gap-2">
          <Link
            href={`/projects/${projectId}/surrogate/${id}`}
            className="font-medium text-accent hover:underline"
          >
            {name}
          </Link>
          <WorkBadge state={state} />
        </span>
      ),
    },
    {
      id: 'labels',
      header: 'Labels',
      align: 'end',
      sortBy: ({ labelCount }) => labelCount,
      cell: ({ labelCount }) => formatCount(labelCount),
    },
    {
      id: 'model',
      header: 'Model',
      sortBy: ({ modelTitle }) => modelTitle,
      cell: ({ modelTitle }) => <span className="whitespace-nowrap">{modelTitle}</span>,
    },
    ...testErrorColumns(surrogates),
    {
      id: 'log-loss',
      header: 'Log-loss',
      align: 'end',
      sortBy: ({ metrics }) => metrics?.test?.logLoss ?? null,
      cell: ({ metrics }) => (metrics?.test ? formatNumber(metrics.test.logLoss) : '–'),
    },
    {
      id: 'calibration',
      header: 'Calibration error',
      align: 'end',
      sortBy: ({ metrics }) => metrics?.test?.calibration.expectedCalibrationError ?? null,
      cell: ({ metrics }) =>
        metrics?.test ? formatPercent(metrics.test.calibration.expectedCalibrationError) : '–',
    },
    {
      id: 'ridge',
      header: 'Ridge',
      align: 'end',
      sortBy: ({ metrics }) => metrics?.ridge ?? null,
      cell: ({ metrics }) => (typeof metrics?.ridge === 'number' ? formatNumber(metrics.ridge) : '–'),
    },
    {
      id: 'seconds',
      header: 'Trained in',
      align: 'end',
      sortBy: ({ metrics }) => metrics?.seconds ?? null,
      cell: ({ metrics }) => (
        <span className="whitespace-nowrap">{formatDuration(metrics?.seconds ?? null)}</span>
      ),
    },
    {
      id: 'created',
      header: 'Made',
      align: 'end',
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => (
        <span className="text-sm whitespace-nowrap text-ink-soft">{formatMoment(createdAt)}</span>
      ),
    },
  ];
}
