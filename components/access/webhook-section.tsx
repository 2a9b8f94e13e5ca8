'use client';

import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Webhook } from 'lucide-react';
import { WEBHOOK_EVENT_INFO, type WebhookView } from '@/lib/contracts/webhook';
import { useTRPC } from '../api/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { NewWebhookDialog } from './new-webhook-dialog';

interface WebhookSectionProps {
  readonly projectId: string;
  readonly isOwner: boolean;
}

export function WebhookSection({ projectId, isOwner }: WebhookSectionProps) {
  const trpc = useTRPC();
  const webhooks = useQuery(trpc.webhooks.list.queryOptions({ projectId }));
  const [making, setMaking] = useState(false);
  return (
    <Section
      title="Webhooks"
      description="Addresses that are sent a signed message when something happens here."
      actions={
        isOwner && (
          <Button size="small" icon={<Webhook aria-hidden />} onClick={() => setMaking(true)}>
            New webhook
          </Button>
        )
      }
    >
      {webhooks.error && !webhooks.data ? <ErrorNote error={webhooks.error} /> : null}
      {webhooks.isPending && <SkeletonRows rows={2} className="h-12" />}
      {webhooks.data?.length === 0 && <p className="text-ink-soft">No webhook yet.</p>}
      <ul className="flex flex-col divide-y divide-line">
        {webhooks.data?.map((webhook) => (
          <WebhookItem key={webhook.id} projectId={projectId} webhook={webhook} isOwner={isOwner} />
        ))}
      </ul>
      {making && <NewWebhookDialog projectId={projectId} onClose={() => setMaking(false)} />}
    </Section>
  );
}

interface WebhookItemProps extends WebhookSectionProps {
  readonly webhook: WebhookView;
}

function WebhookItem({ projectId, webhook, isOwner }: WebhookItemProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const onSuccess = () => queryClient.invalidateQueries(trpc.webhooks.pathFilter());
  const ping = useMutation(trpc.webhooks.ping.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.webhooks.update.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.webhooks.remove.mutationOptions({ onSuccess }));
  const target = { projectId, webhookId: webhook.id };
  const error = ping.error ?? update.error;
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="font-medium break-all">
            {webhook.url} {!webhook.active && <Badge>Off</Badge>}
          </p>
          <p className="text-sm text-ink-soft">
            {webhook.events.map((event) => WEBHOOK_EVENT_INFO[event].title).join(', ')}
            {webhook.allowPrivate && '; may be in the own network'}
          </p>
        </div>
        {isOwner && (
          <div className="flex flex-wrap gap-1">
            <Button
              size="small"
              variant="quiet"
              disabled={!webhook.active}
              pending={ping.isPending}
              onClick={() => ping.mutate(target)}
            >
              Send a test
            </Button>
            <Button
              size="small"
              variant="quiet"
              pending={update.isPending}
              onClick={() => update.mutate({ ...target, active: !webhook.active })}
            >
              {webhook.active ? 'Switch off' : 'Switch on'}
            </Button>
            <Button size="small" variant="quiet" onClick={() => setRemoving(true)}>
              Delete
            </Button>
          </div>
        )}
      </div>
      {error ? <ErrorNote error={error} /> : null}
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title="Delete this webhook?"
        description={`${webhook.url} is told nothing any more; its deliveries go with it.`}
        confirmLabel="Delete webhook"
        danger
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(target)}
      />
    </li>
  );
}
