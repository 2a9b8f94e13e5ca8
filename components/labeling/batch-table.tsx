'use client';

import Link from 'next/link';
import type { BatchView } from '@/lib/contracts/labeling';
import type { ProjectView } from '@/lib/contracts/project';
import { ExportMenu } from '../files/export-menu';
import { stagePath } from '../shell/stages';
import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatDuration, formatMoment } from '../ui/format';
import { Progress } from '../ui/progress';

interface BatchTableProps {
  readonly project: ProjectView;
  readonly batches: readonly BatchView[];
}

export function BatchTable({ project, batches }: BatchTableProps) {
  const { id: projectId, modality, role } = project;
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
  ];
  if (role !== 'annotator') {
    columns.push({
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
    });
  }
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
          value={batch.labeled + batch.skipped + batch.bad}
          max={batch.size}
          tone={batch.open === 0 ? 'positive' : 'accent'}
          className="max-w-56"
        />
        <span className="text-sm text-ink-soft">
          {formatCount(batch.labeled)} of {formatCount(batch.size)}
          {batch.skipped > 0 && `, ${formatCount(batch.skipped)} skipped`}
          {batch.bad > 0 && `, ${formatCount(batch.bad)} bad`}
        </span>
      </div>
    ),
  },
  {
    id: 'state',
    header: 'State',
    hideBelow: 'sm',
    sortBy: (batch) => batch.open,
    cell: (batch) => <BatchState batch={batch} />,
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

function BatchState({ batch }: { readonly batch: BatchView }) {
  if (batch.open === 0) return <Badge tone="positive">Answered</Badge>;
  if (batch.abandonedAt) return <Badge>Abandoned</Badge>;
  if (batch.pausedAt) return <Badge>Paused, {formatCount(batch.open)} open</Badge>;
  return <Badge>{formatCount(batch.open)} open</Badge>;
}
