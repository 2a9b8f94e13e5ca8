'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SessionView } from '@/lib/contracts/account';
import { useTRPC } from '../api/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { formatMoment } from '../ui/format';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { browserName } from './browser-name';

export function SessionSection() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const sessions = useQuery(trpc.account.sessions.queryOptions());
  const end = useMutation(
    trpc.account.endSessions.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.account.sessions.queryFilter()),
    }),
  );
  return (
    <Section
      title="Where you are signed in"
      actions={
        sessions.data &&
        sessions.data.length > 1 && (
          <Button size="small" pending={end.isPending} onClick={() => end.mutate({ sessionId: null })}>
            End all others
          </Button>
        )
      }
    >
      {sessions.error && !sessions.data ? <ErrorNote error={sessions.error} /> : null}
      {sessions.isPending && <SkeletonRows rows={2} className="h-10" />}
      {end.error ? <ErrorNote error={end.error} /> : null}
      <ul className="flex flex-col divide-y divide-line">
        {sessions.data?.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            pending={end.isPending}
            onEnd={() => end.mutate({ sessionId: session.id })}
          />
        ))}
      </ul>
    </Section>
  );
}

interface SessionItemProps {
  readonly session: SessionView;
  readonly pending: boolean;
  readonly onEnd: () => void;
}

function SessionItem({ session, pending, onEnd }: SessionItemProps) {
  const name = browserName(session.userAgent);
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="font-medium">
          {name} {session.isCurrent && <Badge tone="accent">This one</Badge>}
        </p>
        <p className="text-sm break-words text-ink-soft">
          Since {formatMoment(session.createdAt)}
          {session.ipAddress && `, from ${session.ipAddress}`}
        </p>
      </div>
      {!session.isCurrent && (
        <Button
          size="small"
          variant="quiet"
          disabled={pending}
          aria-label={`End the session of ${name} since ${formatMoment(session.createdAt)}`}
          onClick={onEnd}
        >
          End
        </Button>
      )}
    </li>
  );
}
