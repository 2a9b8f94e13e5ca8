'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { IngestView } from '@/lib/contracts/ingest';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { DataTable, type Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatMoment, formatQuantity } from '../ui/format';
import { SkeletonRows } from '../ui/skeleton';
import { WorkStateBadge } from '../jobs/work-state-badge';
import { formatTitle } from './ingest-request';
import { RejectsDialog, type LeftOut } from './rejects-dialog';

/** Every ingest with what was taken, what was known already and what was refused. */
export function IngestList({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const [leftOut, setLeftOut] = useState<LeftOut | null>(null);
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
        columns={[...COLUMNS, duplicatesColumn(setLeftOut), rejectedColumn(setLeftOut)]}
        rows={ingests}
        rowKey={(ingest) => ingest.id}
        filterText={(ingest) => `${ingest.name} ${formatTitle(ingest.format)}`}
      />
      {leftOut && <RejectsDialog projectId={projectId} leftOut={leftOut} onClose={() => setLeftOut(null)} />}
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
        {ingest.recodedCount > 0 && (
          <span className="block text-sm text-ink-soft">
            {formatQuantity(ingest.recodedCount, 'text')} not in UTF-8, turned into it
          </span>
        )}
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
];

type Open = (leftOut: LeftOut) => void;

function duplicatesColumn(open: Open): Column<IngestView> {
  return {
    id: 'duplicates',
    header: 'Duplicates',
    align: 'end',
    hideBelow: 'sm',
    sortBy: (ingest) => ingest.duplicateCount,
    cell: (ingest) => <CountButton leftOut={{ ingest, kind: 'duplicate' }} onOpen={open} />,
  };
}

function rejectedColumn(open: Open): Column<IngestView> {
  return {
    id: 'rejected',
    header: 'Rejected',
    align: 'end',
    sortBy: (ingest) => ingest.rejectedCount,
    cell: (ingest) => <CountButton leftOut={{ ingest, kind: 'rejected' }} onOpen={open} />,
  };
}

/** How many, and on a click which. */
function CountButton({ leftOut, onOpen }: { readonly leftOut: LeftOut; readonly onOpen: Open }) {
  const { ingest, kind } = leftOut;
  const count = kind === 'rejected' ? ingest.rejectedCount : ingest.duplicateCount;
  if (count === 0) return '0';
  return (
    <Button
      size="small"
      variant="quiet"
      className={classNames('-mr-2.5 underline', kind === 'rejected' && 'text-danger')}
      aria-label={
        kind === 'rejected'
          ? `${count} rejected of ${ingest.name}: show why`
          : `${count} duplicates in ${ingest.name}: show which`
      }
      onClick={() => onOpen(leftOut)}
    >
      {formatCount(count)}
    </Button>
  );
}
