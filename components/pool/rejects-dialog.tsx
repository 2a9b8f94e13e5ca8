'use client';

import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { IngestView } from '@/lib/contracts/ingest';
import { useTRPC } from '../api/client';
import { Dialog } from '../ui/dialog';
import { ErrorNote } from '../ui/error-note';
import { formatQuantity } from '../ui/format';
import { Pager } from '../ui/pager';
import { SkeletonRows } from '../ui/skeleton';

const PAGE = 50;

/** What of an ingest did not become an example. */
export interface LeftOut {
  readonly ingest: IngestView;
  readonly kind: 'rejected' | 'duplicate';
}

interface RejectsDialogProps {
  readonly projectId: string;
  readonly leftOut: LeftOut;
  readonly onClose: () => void;
}

/** What an ingest refused, or knew already: each with its name and the reason. */
export function RejectsDialog({ projectId, leftOut, onClose }: RejectsDialogProps) {
  const { ingest, kind } = leftOut;
  const trpc = useTRPC();
  const [offset, setOffset] = useState(0);
  const { data, error } = useQuery(
    trpc.datasets.rejects.queryOptions(
      { projectId, ingestId: ingest.id, kind, offset, limit: PAGE },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Dialog
      open
      place="right"
      onClose={onClose}
      title={
        kind === 'rejected'
          ? `${formatQuantity(ingest.rejectedCount, 'file or row', 'files or rows')} rejected`
          : formatQuantity(ingest.duplicateCount, 'duplicate', 'duplicates')
      }
      description={
        kind === 'rejected'
          ? `Of ${ingest.name}. The rest was taken.`
          : `In ${ingest.name}. Their content is in the project already, so they were left out.`
      }
      footer={data && <Pager offset={offset} limit={PAGE} total={data.total} onOffsetChange={setOffset} />}
    >
      {error && !data ? <ErrorNote error={error} /> : null}
      {!data && !error && <SkeletonRows rows={8} className="h-11" />}
      <ul className="flex flex-col divide-y divide-line">
        {data?.items.map((reject, index) => (
          <li key={`${offset + index}`} className="py-2">
            <p className="font-mono text-sm break-all">{reject.name}</p>
            <p className="text-ink-soft">{reject.reason}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
