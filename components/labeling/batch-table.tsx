'use client';

import Link from 'next/link';
import type { BatchView } from '@/lib/contracts/labeling';
import type { Modality } from '@/lib/contracts/project';
import { ExportMenu } from '../files/export-menu';
import { stagePath } from '../shell/stages';
import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatDuration, formatMoment } from '../ui/format';
import { Progress } from '../ui/progress';

interface BatchTableProps {
  readonly projectId: string;
  readonly modality: Modality;
  readonly batches: readonly BatchView[];
}

export function BatchTable({ projectId, modality, batches }: BatchTableProps) {
  const columns: Column<BatchView>[] = [
    {
      id: 'name',
      header: 'Batch',
      sortBy: (batch) => batch.name,
      cell: (batch) => (
        <div className="min-w-32 py-0.5">
          <Link
            href={`${stagePath(projectId, 'labeling')}/${batch.id}`}
            className="font-semibold break-words hover:underline"
          >
            {batch.name}
          </Link>
          <span className="block text-sm text-ink-soft">
            {batch.kind === 'seed'
              ? 'Seed'
              : batch.roundNumber === null
                ? 'Selection'
                : `Round ${batch.roundNumber}`}
          </span>
        </div>
      ),
    },
    ...NUMBERS,
    {
      id: 'export',
      header: 'Export',
      cell: (batch) => (
        <ExportMenu
          projectId={projectId}
          modality={modality}
          scope={{ batch: batch.id }}
          label={`Export ${batch.name}`}
          compact
        />
      ),
    },
  ];
  return (
    <DataTable
      name="batches"
      caption="Batches"
      columns={columns}
      rows={batches}
      rowKey={(batch) => batch.id}
      filterText={(batch) => `${batch.name} ${batch.kind}`}
    />
  );
}

const NUMBERS: readonly Column<BatchView>[] = [
  {
    id: 'progress',
    header: 'Labeled',
    sortBy: (batch) => batch.labeled / Math.max(1, batch.size),
    cell: (batch) => (
      <div className="flex min-w-28 flex-col gap-1">
        <Progress
          label={`Answered in ${batch.name}`}
          value={batch.labeled + batch.skipped}
          max={batch.size}
          tone={batch.open === 0 ? 'positive' : 'accent'}
          className="max-w-56"
        />
        <span className="text-sm text-ink-soft">
          {formatCount(batch.labeled)} of {formatCount(batch.size)}
          {batch.skipped > 0 && `, ${formatCount(batch.skipped)} skipped`}
        </span>
      </div>
    ),
  },
  {
    id: 'state',
    header: 'State',
    hideBelow: 'sm',
    sortBy: (batch) => batch.open,
    cell: (batch) =>
      batch.open === 0 ? (
        <Badge tone="positive">Answered</Badge>
      ) : (
        <Badge>{formatCount(batch.open)} open</Badge>
      ),
  },
  {
    id: 'median',
    header: 'Median time',
    align: 'end',
    hideBelow: 'md',
    sortBy: (batch) => batch.medianSeconds,
    cell: (batch) => formatDuration(batch.medianSeconds),
  },
  {
    id: 'left',
    header: 'Time left',
    align: 'end',
    hideBelow: 'md',
    sortBy: (batch) => batch.secondsLeft,
    cell: (batch) => (batch.open === 0 ? '–' : formatDuration(batch.secondsLeft)),
  },
  {
    id: 'created',
    header: 'Created',
    hideBelow: 'lg',
    sortBy: (batch) => batch.createdAt,
    cell: (batch) => <span className="whitespace-nowrap text-ink-soft">{formatMoment(batch.createdAt)}</span>,
  },
];
