'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { WEBHOOK_EVENT_INFO, WEBHOOK_EVENTS, type WebhookEvent } from '@/lib/contracts/webhook';
import { useTRPC } from '../api/client';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { FormActions } from '../ui/form-actions';
import { Input } from '../ui/input';
import { SecretOnce } from './secret-once';

interface NewWebhookDialogProps {
  readonly projectId: string;
  readonly onClose: () => void;
}

export function NewWebhookDialog({ projectId, onClose }: NewWebhookDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly WebhookEvent[]>(WEBHOOK_EVENTS);
  const [allowPrivate, setAllowPrivate] = useState(false);
  const create = useMutation(
    trpc.webhooks.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.webhooks.pathFilter()),
    }),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    create.mutate({ projectId, url: url.trim(), events: [...events], allowPrivate });
  }

  return (
    <Dialog onClose={onClose} title="New webhook">
      {create.data ? (
        <SecretOnce label="Secret" secret={create.data.secret} onClose={onClose}>
          With it the receiver checks that a message is Winnow’s, by Standard Webhooks.
        </SecretOnce>
      ) : (
        <form noValidate onSubmit={submit} className="flex flex-col gap-5 pb-2">
          <Input
            label="Address"
            type="url"
            placeholder="https://example.org/hook"
            value={url}
            onValueChange={(value) => setUrl(value)}
            maxLength={2000}
            required
          />
          <fieldset>
            <legend className="mb-1 text-sm font-medium">Events</legend>
            {WEBHOOK_EVENTS.map((event) => (
              <Checkbox
                key={event}
                label={WEBHOOK_EVENT_INFO[event].title}
                hint={WEBHOOK_EVENT_INFO[event].description}
                checked={events.includes(event)}
                onCheckedChange={(checked) =>
                  setEvents(
                    WEBHOOK_EVENTS.filter((other) => (other === event ? checked : events.includes(other))),
                  )
                }
              />
            ))}
          </fieldset>
          <Checkbox
            label="The address is in my own network"
            hint="Else Winnow does not call addresses of its own machine and network."
            checked={allowPrivate}
            onCheckedChange={setAllowPrivate}
          />
          <FormActions
            submitLabel="Make webhook"
            onCancel={onClose}
            disabled={!url.trim() || events.length === 0}
            pending={create.isPending}
            error={create.error}
          />
        </form>
      )}
    </Dialog>
  );
}
