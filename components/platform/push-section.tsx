'use client';

import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUpFromLine } from 'lucide-react';
import type { BatchView } from '@/lib/contracts/labeling';
import type { PlatformConnectionView, PlatformPushView } from '@/lib/contracts/platform';
import { useTRPC } from '../api/client';
import { JobProgress } from '../jobs/job-progress';
import { OnlyFor } from '../projects/only-for';
import { stagePath } from '../shell/stages';
import { Button, ButtonLink } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { PushTable } from './push-table';

interface PushSectionProps {
  readonly projectId: string;
  readonly connection: PlatformConnectionView;
  /** False before the classes are confirmed. */
  readonly mayStart: boolean;
}

export function PushSection({ projectId, connection, mayStart }: PushSectionProps) {
  const trpc = useTRPC();
  const batches = useQuery(trpc.annotations.batches.queryOptions({ projectId }));
  const pushes = useQuery(trpc.platforms.pushes.queryOptions({ projectId }));
  const { title, listHint } = connection.platform;
  const running = pushes.data?.find(({ state }) => state === 'queued' || state === 'running');
  const error = batches.error ?? pushes.error;
  return (
    <Section
      title={`Push to ${title}`}
      description={`${listHint} Examples that are no tasks there are imported; undo takes back exactly what was pushed.`}
    >
      <div className="flex flex-col gap-5">
        {error && !(batches.data && pushes.data) ? <ErrorNote error={error} /> : null}
        {!(batches.data && pushes.data) && !error && <Skeleton className="h-24" />}
        {batches.data && pushes.data && !running && (
          <PushForm projectId={projectId} mayStart={mayStart} batches={pushable(batches.data, pushes.data)} />
        )}
        {running?.jobId && (
          <JobProgress
            key={running.jobId}
            projectId={projectId}
            jobId={running.jobId}
            label={`${running.batchName} and ${title}`}
          />
        )}
        {pushes.data && pushes.data.length > 0 && (
          <PushTable projectId={projectId} title={title} pushes={pushes.data} busy={running !== undefined} />
        )}
      </div>
    </Section>
  );
}

/** Batches with something to label that are not there yet; those whose push failed can be pushed again. */
function pushable(batches: readonly BatchView[], pushes: readonly PlatformPushView[]): BatchView[] {
  const there = new Set(
    pushes
      .filter(({ state, undoneAt }) => state === 'done' && undoneAt === null)
      .map(({ batchId }) => batchId),
  );
  return batches.filter(({ id, open, abandonedAt }) => open > 0 && !abandonedAt && !there.has(id));
}

interface PushFormProps {
  readonly projectId: string;
  readonly mayStart: boolean;
  readonly batches: readonly BatchView[];
}

function PushForm({ projectId, mayStart, batches }: PushFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [showGuess, setShowGuess] = useState(false);
  const push = useMutation(
    trpc.platforms.push.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const batch = batches.find(({ id }) => id === chosen) ?? batches[0];
  if (!batch) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-ink-soft">No batch waits to be pushed. Send a selection to labeling first.</p>
        <ButtonLink href={stagePath(projectId, 'selection')}>Select examples</ButtonLink>
      </div>
    );
  }
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <Select
        label="Batch"
        value={batch.id}
        onValueChange={setChosen}
        options={batches.map(({ id, name, open }) => ({
          value: id,
          label: name,
          detail: `${formatCount(open)} to label`,
        }))}
      />
      <Checkbox
        label="Show annotators what the model thinks"
        hint="Quicker, but people tend to agree with what they see. Off, the order says nothing about the class."
        checked={showGuess}
        onCheckedChange={setShowGuess}
      />
      {push.error ? <ErrorNote error={push.error} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        <OnlyFor projectId={projectId} access="lead">
          <Button
            variant="primary"
            icon={<ArrowUpFromLine aria-hidden />}
            disabled={!mayStart}
            pending={push.isPending}
            onClick={() => push.mutate({ projectId, batchId: batch.id, showGuess })}
          >
            Push {formatCount(batch.open)} in this order
          </Button>
        </OnlyFor>
        {!mayStart && <span className="text-sm text-ink-faint">Confirm the classes first.</span>}
      </div>
    </div>
  );
}
