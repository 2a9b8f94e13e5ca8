'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { IngestView } from '@/lib/contracts/ingest';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatMoment } from '../ui/format';
import { SkeletonRows } from '../ui/skeleton';
import { WorkStateBadge } from '../jobs/work-state-badge';
import { formatTitle } from './ingest-request';
import { RejectsDialog } from './rejects-dialog';

/** Every ingest with what was taken, what was known already and what was refused. */
export function IngestList({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const [rejectsOf, setRejectsOf] = useState<IngestView | null>(null);
  const { data: ingests, error } = useQuery(trpc.datasets.list.queryOptions({ projectId }));
  if (error && !ingests) return <ErrorNote error={error} />;
  if (!ingests) return <SkeletonRows rows={3} className="h-11" />;
  if (ingests.length === 0) {
    return <EmptyState title="Nothing was brought in yet">Add examples to fill the pool.</EmptyState>;
  }
  return (
    <>
      <DataTable
        name="ingests"
        caption="Files brought in"
        columns={[...COLUMNS, rejectedColumn(setRejectsOf)]}
        rows={ingests}
        rowKey={(ingest) => ingest.id}
        filterText={(ingest) => `${ingest.name} ${formatTitle(ingest.format)}`}
      />
      {rejectsOf && (
        <RejectsDialog projectId={projectId} ingest={rejectsOf} onClose={() => setRejectsOf(null)} />
      )}
    </>
  );
}

const COLUMNS: readonly Column<IngestView>[] = [
  {
    id: 'name',
    header: 'File',
    sortBy: (ingest) => ingest.name,
    cell: (ingest) => (
      <div className="min-w-32">
        <span className="font-medium break-all">{ingest.name}</span>
        <span className="block text-sm text-ink-soft">{formatTitle(ingest.format)}</span>
        <span className="sm:hidden">
          <WorkStateBadge state={ingest.state} />
        </span>
        {ingest.error && <ErrorNote error={ingest.error} />}
      </div>
    ),
  },
  {
    id: 'state',
    header: 'State',
    hideBelow: 'sm',
    sortBy: (ingest) => ingest.state,
    cell: (ingest) => <WorkStateBadge state={ingest.state} />,
  },
  {
    id: 'created',
    header: 'Started',
    hideBelow: 'lg',
    sortBy: (ingest) => ingest.createdAt,
    cell: (ingest) => (
      <span className="whitespace-nowrap text-ink-soft">{formatMoment(ingest.createdAt)}</span>
    ),
  },
  {
    id: 'accepted',
    header: 'Accepted',
    align: 'end',
    sortBy: (ingest) => ingest.acceptedCount,
    cell: (ingest) => formatCount(ingest.acceptedCount),
  },
  {
    id: 'duplicates',
    header: 'Duplicates',
    align: 'end',
    hideBelow: 'sm',
    sortBy: (ingest) => ingest.duplicateCount,
    cell: (ingest) => formatCount(ingest.duplicateCount),
  },
];

function rejectedColumn(open: (ingest: IngestView) => void): Column<IngestView> {
  return {
    id: 'rejected',
    header: 'Rejected',
    align: 'end',
    sortBy: (ingest) => ingest.rejectedCount,
    cell: (ingest) =>
      ingest.rejectedCount === 0 ? (
        '0'
      ) : (
        <Button
          size="small"
          variant="quiet"
          className="-mr-2.5 text-danger underline"
          aria-label={`${ingest.rejectedCount} rejected of ${ingest.name}: show why`}
          onClick={() => open(ingest)}
        >
          {formatCount(ingest.rejectedCount)}
        </Button>
      ),
  };
}
