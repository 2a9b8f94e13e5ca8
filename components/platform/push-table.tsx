'use client';

import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Undo2 } from 'lucide-react';
import type { PlatformPushView } from '@/lib/contracts/platform';
import { useTRPC } from '../api/client';
import { OnlyFor } from '../projects/only-for';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatMoment } from '../ui/format';

interface PushTableProps {
  readonly projectId: string;
  /** The platform's name. */
  readonly title: string;
  readonly pushes: readonly PlatformPushView[];
  /** Another push or undo is under way. */
  readonly busy: boolean;
}

export function PushTable({ projectId, title, pushes, busy }: PushTableProps) {
  const [undoing, setUndoing] = useState<PlatformPushView | null>(null);
  const columns: Column<PlatformPushView>[] = [
    ...FACTS,
    {
      id: 'list',
      header: 'List',
      cell: ({ listUrl, batchName }) =>
        listUrl && (
          <a
            href={listUrl}
            target="_blank"
            rel="noreferrer"
            aria-label={`Open ${batchName} in ${title}`}
            className="inline-flex items-center gap-1.5 font-medium whitespace-nowrap text-accent hover:underline"
          >
            <ExternalLink className="size-4 shrink-0" aria-hidden />
            Open
          </a>
        ),
    },
    {
      id: 'undo',
      header: 'Undo',
      hideHeader: true,
      align: 'end',
      cell: (push) =>
        push.undoneAt === null && (
          <OnlyFor projectId={projectId} access="lead">
            <Button
              size="small"
              variant="quiet"
              icon={<Undo2 aria-hidden />}
              disabled={busy}
              aria-label={`Undo the push of ${push.batchName}`}
              onClick={() => setUndoing(push)}
            >
              Undo
            </Button>
          </OnlyFor>
        ),
    },
  ];
  return (
    <>
      <DataTable name="pushes" caption="Pushes" columns={columns} rows={pushes} rowKey={({ id }) => id} />
      {undoing && <UndoDialog projectId={projectId} push={undoing} onClose={() => setUndoing(null)} />}
    </>
  );
}

const FACTS: readonly Column<PlatformPushView>[] = [
  {
    id: 'batch',
    header: 'Batch',
    sortBy: ({ batchName }) => batchName,
    cell: ({ batchName, modelVersion }) => (
      <div className="min-w-32 py-0.5">
        <span className="font-semibold break-words">{batchName}</span>
        <span className="block text-sm text-ink-soft">{modelVersion}</span>
      </div>
    ),
  },
  {
    id: 'tasks',
    header: 'Tasks',
    sortBy: ({ pushedCount }) => pushedCount,
    cell: ({ pushedCount, importedCount, undoneAt }) =>
      undoneAt === null
        ? `${formatCount(pushedCount)}${importedCount > 0 ? `, ${formatCount(importedCount)} imported` : ''}`
        : importedCount > 0
          ? `${formatCount(importedCount)} stay, since they were answered`
          : '–',
  },
  { id: 'state', header: 'State', cell: (push) => <PushState push={push} /> },
  {
    id: 'created',
    header: 'Created',
    hideBelow: 'md',
    sortBy: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => (
      <span className="whitespace-nowrap text-ink-soft">{formatMoment(createdAt)}</span>
    ),
  },
];

function PushState({ push: { state, undoneAt, error } }: { readonly push: PlatformPushView }) {
  if (undoneAt !== null) return <Badge>Undone</Badge>;
  if (state === 'done') return <Badge tone="positive">Pushed</Badge>;
  if (state === 'cancelled') return <Badge tone="warning">Cancelled half way</Badge>;
  if (state !== 'failed') return <Badge tone="accent">Under way</Badge>;
  return (
    <div className="flex max-w-96 min-w-40 flex-col items-start gap-1">
      <Badge tone="danger">Failed half way</Badge>
      {error && (
        <span className="text-sm text-ink-soft">
          {error.message} {error.remedy}
        </span>
      )}
    </div>
  );
}

interface UndoDialogProps {
  readonly projectId: string;
  readonly push: PlatformPushView;
  readonly onClose: () => void;
}

function UndoDialog({ projectId, push, onClose }: UndoDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const undo = useMutation(
    trpc.platforms.undoPush.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries();
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Undo the push of ${push.batchName}?`}
      description="Its predictions, its place in the list and the tasks that were made for it are removed there. Tasks that somebody has answered stay, with their answers; so does the batch here."
      confirmLabel="Undo the push"
      pending={undo.isPending}
      error={undo.error}
      onConfirm={() => undo.mutate({ projectId, pushId: push.id })}
    />
  );
}
