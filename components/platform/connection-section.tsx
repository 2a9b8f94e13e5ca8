'use client';

import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Unplug } from 'lucide-react';
import type { PlatformConnectionView } from '@/lib/contracts/platform';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { formatCount, formatMoment } from '../ui/format';
import { Section } from '../ui/section';
import { experimentalNote } from './experimental';

interface ConnectionSectionProps {
  readonly projectId: string;
  readonly connection: PlatformConnectionView;
}

export function ConnectionSection({ projectId, connection }: ConnectionSectionProps) {
  const isOwner = useMay(projectId, 'owner');
  const [leaving, setLeaving] = useState(false);
  const { platform, externalTitle, projectUrl, baseUrl, version, linkedTasks, createdAt } = connection;
  const { title } = platform;
  const facts = [
    ['Project', externalTitle],
    ['Address', baseUrl],
    ['Version', version],
    ['Tasks that are examples', formatCount(linkedTasks)],
    ['Connected', formatMoment(createdAt)],
  ] as const;
  return (
    <Section
      title={`Connected to ${title}`}
      description={experimentalNote(platform)}
      actions={
        <>
          <a
            href={projectUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-8 items-center gap-1.5 rounded-md border border-line-strong/60 px-2.5 text-sm font-medium hover:bg-hover"
          >
            <ExternalLink className="size-4 shrink-0" aria-hidden />
            Open in {title}
          </a>
          {isOwner && (
            <Button
              size="small"
              variant="quiet"
              icon={<Unplug aria-hidden />}
              onClick={() => setLeaving(true)}
            >
              Disconnect
            </Button>
          )}
        </>
      }
    >
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1.5 max-sm:grid-cols-1 max-sm:gap-y-0">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="break-words max-sm:mb-2">{value}</dd>
          </div>
        ))}
      </dl>
      <DisconnectDialog
        projectId={projectId}
        title={title}
        open={leaving}
        onClose={() => setLeaving(false)}
      />
    </Section>
  );
}

interface DisconnectDialogProps {
  readonly projectId: string;
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

function DisconnectDialog({ projectId, title, open, onClose }: DisconnectDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const disconnect = useMutation(
    trpc.platforms.disconnect.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Disconnect from ${title}?`}
      description="The token is forgotten, and so is which task is which example. Examples and answers stay here, tasks and predictions stay there: undo pushes before, if they are to go."
      confirmLabel="Disconnect"
      cancelLabel="Stay connected"
      danger
      pending={disconnect.isPending || disconnect.isSuccess}
      error={disconnect.error}
      onConfirm={() => disconnect.mutate({ projectId })}
    />
  );
}
