'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WebhookDeliveryView } from '@/lib/contracts/webhook';
import { useTRPC } from '../api/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatMoment } from '../ui/format';
import { Section } from '../ui/section';

interface DeliverySectionProps {
  readonly projectId: string;
  readonly isOwner: boolean;
}

const LOOK_AGAIN_MS = 2000;

/** The log of messages; nothing while none was ever sent. */
export function DeliverySection({ projectId, isOwner }: DeliverySectionProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const deliveries = useQuery(
    trpc.webhooks.deliveries.queryOptions(
      { projectId },
      { refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? LOOK_AGAIN_MS : false) },
    ),
  );
  const redeliver = useMutation(
    trpc.webhooks.redeliver.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.webhooks.deliveries.queryFilter()),
    }),
  );
  if (deliveries.error && !deliveries.data) return <ErrorNote error={deliveries.error} />;
  if (!deliveries.data || deliveries.data.length === 0) return null;
  return (
    <Section title="Deliveries" description="The newest messages of the webhooks, and what came of them.">
      {redeliver.error ? <ErrorNote error={redeliver.error} /> : null}
      <DataTable
        name="deliveries"
        caption="Deliveries"
        columns={columnsOf(
          isOwner
            ? {
                pending: redeliver.isPending,
                send: (deliveryId) => redeliver.mutate({ projectId, deliveryId }),
              }
            : null,
        )}
        rows={deliveries.data}
        rowKey={({ id }) => id}
      />
    </Section>
  );
}

/** Waiting for its next attempt in hours is nothing to look at every other second. */
function isUnderWay({ state, nextAt }: WebhookDeliveryView): boolean {
  return state === 'queued' && nextAt !== null && nextAt.getTime() < Date.now() + 60_000;
}

interface Redelivery {
  readonly pending: boolean;
  readonly send: (deliveryId: string) => void;
}

function columnsOf(redelivery: Redelivery | null): readonly Column<WebhookDeliveryView>[] {
  const columns: readonly Column<WebhookDeliveryView>[] = [
    {
      id: 'event',
      header: 'Event',
      sortBy: ({ event }) => event,
      cell: ({ event, url }) => (
        <>
          <span className="font-medium">{event}</span>
          <span className="block text-sm break-all text-ink-faint">{url}</span>
        </>
      ),
    },
    {
      id: 'created',
      header: 'Written',
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => (
        <span className="text-sm whitespace-nowrap text-ink-soft">{formatMoment(createdAt)}</span>
      ),
    },
    { id: 'state', header: 'State', sortBy: ({ state }) => state, cell: (row) => <DeliveryState {...row} /> },
    {
      id: 'attempts',
      header: 'Attempts',
      align: 'end',
      hideBelow: 'md',
      cell: ({ attempts }) => formatCount(attempts),
    },
    {
      id: 'message',
      header: 'Message',
      hideBelow: 'lg',
      cell: ({ id, body }) => (
        <details className="max-w-96">
          <summary className="cursor-pointer text-sm text-ink-soft">Show</summary>
          <pre className="mt-1 text-xs break-all whitespace-pre-wrap">{`${id}\n${body}`}</pre>
        </details>
      ),
    },
  ];
  if (!redelivery) return columns;
  return [
    ...columns,
    {
      id: 'again',
      header: 'Send again',
      hideHeader: true,
      align: 'end',
      cell: ({ id, state, event }) =>
        state !== 'queued' && (
          <Button
            size="small"
            variant="quiet"
            disabled={redelivery.pending}
            onClick={() => redelivery.send(id)}
          >
            Send again<span className="sr-only"> {event}</span>
          </Button>
        ),
    },
  ];
}

function DeliveryState({ state, attempts, status, error, nextAt }: WebhookDeliveryView) {
  if (state === 'done') return <Badge tone="positive">Taken ({status})</Badge>;
  return (
    <>
      {state === 'queued' ? (
        <Badge tone={attempts > 0 ? 'warning' : 'accent'}>
          {attempts > 0 ? 'Tried again later' : 'On its way'}
        </Badge>
      ) : (
        <Badge tone="danger">Failed</Badge>
      )}
      {error && (
        <span className="block max-w-[40ch] text-sm break-words text-ink-soft">
          {error.message} {error.remedy}
        </span>
      )}
      {state === 'queued' && attempts > 0 && nextAt && (
        <span className="block text-sm text-ink-soft">Next attempt: {formatMoment(nextAt)}</span>
      )}
    </>
  );
}
