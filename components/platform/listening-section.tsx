'use client';

import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bell, BellOff, RefreshCw } from 'lucide-react';
import type { ListeningView, ManualHook, PlatformConnectionView } from '@/lib/contracts/platform';
import { SecretOnce } from '../access/secret-once';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { ErrorNote } from '../ui/error-note';
import { formatMoment } from '../ui/format';
import { Input } from '../ui/input';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';

interface ListeningSectionProps {
  readonly projectId: string;
  readonly connection: PlatformConnectionView;
}

/** How answers come back by themselves, and what happens when a batch is complete. */
export function ListeningSection({ projectId, connection }: ListeningSectionProps) {
  const trpc = useTRPC();
  const listening = useQuery(trpc.platforms.listening.queryOptions({ projectId }, { refetchInterval: 5000 }));
  const { data, error } = listening;
  return (
    <Section
      title="Answers come back"
      description={`Winnow asks ${connection.platform.title} every minute whether pushed batches have new answers. With events on, it hears of each within seconds and asks every ten minutes, for those that got lost.`}
    >
      {error && !data ? <ErrorNote error={error} /> : null}
      {!data && !error && <Skeleton className="h-24" />}
      {data && <Listening projectId={projectId} title={connection.platform.title} view={data} />}
    </Section>
  );
}

interface ListeningProps {
  readonly projectId: string;
  readonly title: string;
  readonly view: ListeningView;
}

function Listening({ projectId, title, view }: ListeningProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [manual, setManual] = useState<ManualHook | null>(null);
  const refresh = { onSuccess: () => queryClient.invalidateQueries(trpc.platforms.listening.queryFilter()) };
  const listen = useMutation(
    trpc.platforms.listen.mutationOptions({
      onSuccess(hook) {
        setManual(hook);
        return refresh.onSuccess();
      },
    }),
  );
  const stop = useMutation(trpc.platforms.stopListening.mutationOptions(refresh));
  const sync = useMutation(trpc.platforms.sync.mutationOptions(refresh));
  const setAlone = useMutation(trpc.platforms.setRetrainAlone.mutationOptions(refresh));
  const isOwner = useMay(projectId, 'owner');
  const mayAsk = useMay(projectId, 'lead');
  const error = listen.error ?? stop.error ?? sync.error ?? setAlone.error ?? view.error;
  return (
    <div className="flex flex-col gap-4">
      <p role="status">{statusOf(view, title)}</p>
      {error ? <ErrorNote error={error} /> : null}
      <div className="flex flex-wrap gap-2">
        {isOwner && !view.listens && (
          <Button
            icon={<Bell aria-hidden />}
            pending={listen.isPending}
            onClick={() => listen.mutate({ projectId })}
          >
            Turn events on
          </Button>
        )}
        {isOwner && view.listens && (
          <Button
            icon={<BellOff aria-hidden />}
            pending={stop.isPending}
            onClick={() => stop.mutate({ projectId })}
          >
            Turn events off
          </Button>
        )}
        {mayAsk && (
          <Button
            icon={<RefreshCw aria-hidden />}
            pending={sync.isPending}
            onClick={() => sync.mutate({ projectId })}
          >
            Ask now
          </Button>
        )}
      </div>
      <Checkbox
        label="Retrain as soon as a batch is complete there"
        hint="When every example of a pushed batch is labeled or skipped, its round trains the final model on all labels so far and measures it. What to label next is still yours to choose."
        checked={view.retrainAlone}
        disabled={!isOwner || setAlone.isPending}
        onCheckedChange={(retrainAlone) => setAlone.mutate({ projectId, retrainAlone })}
      />
      {manual && <ManualDialog title={title} hook={manual} onClose={() => setManual(null)} />}
    </div>
  );
}

function statusOf({ listens, byHand, heardAt, askedAt }: ListeningView, title: string): string {
  const asked = askedAt ? ` Last asked ${formatMoment(askedAt)}.` : '';
  if (!listens) return `Events are off.${asked}`;
  if (heardAt) return `Events are on; the last came ${formatMoment(heardAt)}.${asked}`;
  const waiting = byHand ? `until ${title} knows the address, none comes` : 'none has come yet';
  return `Events are on; ${waiting}.${asked}`;
}

interface ManualDialogProps {
  readonly title: string;
  readonly hook: ManualHook;
  readonly onClose: () => void;
}

/** The platform did not take the address from Winnow: somebody enters it there. */
function ManualDialog({ title, hook, onClose }: ManualDialogProps) {
  const { how, url, header, secret, reason } = hook;
  return (
    <Dialog onClose={onClose} title={`Enter the webhook in ${title}`}>
      <div className="flex flex-col gap-4">
        <p>
          {title} did not take it from Winnow: {reason} Add it there by hand. {how}
        </p>
        {header !== null && (
          <>
            <Input
              label="Payload URL"
              value={url}
              readOnly
              onFocus={(event) => event.currentTarget.select()}
            />
            <Input label="Header" value={header} readOnly onFocus={(event) => event.currentTarget.select()} />
          </>
        )}
        <SecretOnce
          label={header === null ? 'Address with its secret' : 'Value of the header'}
          secret={secret}
          onClose={onClose}
        >
          It proves that an event comes from {title}.
        </SecretOnce>
      </div>
    </Dialog>
  );
}
