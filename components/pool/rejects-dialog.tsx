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

interface RejectsDialogProps {
  readonly projectId: string;
  readonly ingest: IngestView;
  readonly onClose: () => void;
}

/** What an ingest refused: each with its name and the reason. */
export function RejectsDialog({ projectId, ingest, onClose }: RejectsDialogProps) {
  const trpc = useTRPC();
  const [offset, setOffset] = useState(0);
  const { data, error } = useQuery(
    trpc.datasets.rejects.queryOptions(
      { projectId, ingestId: ingest.id, offset, limit: PAGE },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Dialog
      open
      place="right"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${formatQuantity(ingest.rejectedCount, 'file or row', 'files or rows')} rejected`}
      description={`Of ${ingest.name}. The rest was taken.`}
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
