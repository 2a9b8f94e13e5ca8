'use client';

import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { ApiKeyState, ApiKeyView } from '@/lib/contracts/api-key';
import { useTRPC } from '../api/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { DataTable, type Column } from '../ui/data-table';
import { ErrorNote } from '../ui/error-note';
import { formatMoment } from '../ui/format';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { NewKeyDialog } from './new-key-dialog';

interface AccessSectionProps {
  readonly projectId: string;
  /** Keys and addresses are made by owners; others see which there are. */
  readonly isOwner: boolean;
}

export function KeySection({ projectId, isOwner }: AccessSectionProps) {
  const trpc = useTRPC();
  const keys = useQuery(trpc.apiKeys.list.queryOptions({ projectId }));
  const [making, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<ApiKeyView | null>(null);
  return (
    <Section
      title="Keys"
      description="A key acts as whoever made it, in this project only, and never may more than they."
      actions={
        isOwner && (
          <Button size="small" icon={<KeyRound aria-hidden />} onClick={() => setMaking(true)}>
            New key
          </Button>
        )
      }
    >
      {keys.error && !keys.data ? <ErrorNote error={keys.error} /> : null}
      {keys.isPending && <SkeletonRows rows={2} className="h-9" />}
      {keys.data?.length === 0 && <p className="text-ink-soft">No key yet.</p>}
      {keys.data && keys.data.length > 0 && (
        <DataTable
          name="keys"
          caption="API keys"
          columns={columnsOf(isOwner, setRevoked)}
          rows={keys.data}
          rowKey={({ id }) => id}
        />
      )}
      {making && <NewKeyDialog projectId={projectId} onClose={() => setMaking(false)} />}
      {revoked && <RevokeDialog projectId={projectId} apiKey={revoked} onClose={() => setRevoked(null)} />}
    </Section>
  );
}

interface RevokeDialogProps {
  readonly projectId: string;
  readonly apiKey: ApiKeyView;
  readonly onClose: () => void;
}

function RevokeDialog({ projectId, apiKey, onClose }: RevokeDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter());
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Revoke “${apiKey.name}”?`}
      description="Programs that use it are locked out at once. A revoked key cannot be brought back."
      confirmLabel="Revoke key"
      danger
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ projectId, keyId: apiKey.id })}
    />
  );
}

const STATES: Record<ApiKeyState, string> = { works: 'Works', expired: 'Expired', revoked: 'Revoked' };

function columnsOf(isOwner: boolean, onRevoke: (key: ApiKeyView) => void): readonly Column<ApiKeyView>[] {
  const columns: readonly Column<ApiKeyView>[] = [
    {
      id: 'name',
      header: 'Name',
      sortBy: ({ name }) => name,
      cell: ({ name, ending }) => (
        <>
          <span className="font-medium">{name}</span>{' '}
          <span className="font-mono text-sm text-ink-faint">…{ending}</span>
        </>
      ),
    },
    { id: 'scope', header: 'Scope', sortBy: ({ scope }) => scope, cell: ({ scope }) => scope },
    { id: 'by', header: 'Acts as', hideBelow: 'md', cell: ({ userName }) => userName },
    {
      id: 'created',
      header: 'Made',
      hideBelow: 'lg',
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    {
      id: 'used',
      header: 'Last used',
      sortBy: ({ lastUsedAt }) => lastUsedAt,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Moment at={lastUsedAt} /> : 'never'),
    },
    {
      id: 'expires',
      header: 'Expires',
      hideBelow: 'md',
      sortBy: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => (expiresAt ? <Moment at={expiresAt} /> : 'never'),
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ state }) => <Badge tone={state === 'works' ? 'positive' : 'neutral'}>{STATES[state]}</Badge>,
    },
  ];
  if (!isOwner) return columns;
  return [
    ...columns,
    {
      id: 'revoke',
      header: 'Revoke',
      hideHeader: true,
      align: 'end',
      cell: (key) =>
        key.state === 'works' && (
          <Button size="small" variant="quiet" onClick={() => onRevoke(key)}>
            Revoke<span className="sr-only"> {key.name}</span>
          </Button>
        ),
    },
  ];
}

function Moment({ at }: { readonly at: Date }) {
  return <span className="text-sm whitespace-nowrap text-ink-soft">{formatMoment(at)}</span>;
}
