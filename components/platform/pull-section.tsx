'use client';

import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDownToLine } from 'lucide-react';
import type { PlatformConnectionView } from '@/lib/contracts/platform';
import { useTRPC } from '../api/client';
import { JobProgress } from '../jobs/job-progress';
import { OnlyFor } from '../projects/only-for';
import { stagePath } from '../shell/stages';
import { Button, ButtonLink } from '../ui/button';
import { ChoiceCards } from '../ui/choice-cards';
import { ErrorNote } from '../ui/error-note';
import { formatMoment, formatQuantity } from '../ui/format';
import { Section } from '../ui/section';

interface PullSectionProps {
  readonly projectId: string;
  readonly connection: PlatformConnectionView;
  /** False before the classes are confirmed. */
  readonly mayStart: boolean;
}

export function PullSection({ projectId, connection, mayStart }: PullSectionProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [groundTruth, setGroundTruth] = useState<'test' | 'seed'>('test');
  const ingests = useQuery(trpc.datasets.list.queryOptions({ projectId }));
  const pull = useMutation(
    trpc.platforms.pull.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const [newest] = ingests.data?.filter(({ format }) => format === 'platform') ?? [];
  const running = useRunningJob(projectId, 'pull');
  return (
    <Section
      title={`Pull from ${connection.platform.title}`}
      description="New tasks become examples; answers are brought up to date, with annotator and time. Labeled tasks are seed labels, all others the pool. Pulling again doubles nothing."
      className="max-w-3xl"
    >
      <div className="flex flex-col gap-4">
        {connection.platform.marksGroundTruth && (
          <ChoiceCards
            label="Tasks with a ground-truth annotation"
            value={groundTruth}
            onValueChange={setGroundTruth}
            options={[
              { value: 'test', title: 'Test split', description: 'They measure every model and train none.' },
              { value: 'seed', title: 'Seed labels', description: 'They train like all other labels.' },
            ]}
          />
        )}
        {running && <JobProgress key={running} projectId={projectId} jobId={running} label="Pulling" />}
        {!running && newest?.state === 'failed' && newest.error && <ErrorNote error={newest.error} />}
        {!running && newest?.state === 'done' && (
          <p className="text-ink-soft" role="status">
            {`Last pull (${formatMoment(newest.createdAt)}): ${formatQuantity(newest.acceptedCount, 'new example')}`}
            {newest.duplicateCount > 0 && `, ${newest.duplicateCount} known already`}
            {newest.rejectedCount > 0 && `, ${newest.rejectedCount} left out (the page Pool says why)`}.
          </p>
        )}
        {pull.error ? <ErrorNote error={pull.error} /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <OnlyFor projectId={projectId} access="lead">
            <Button
              variant={newest ? 'secondary' : 'primary'}
              icon={<ArrowDownToLine aria-hidden />}
              disabled={!mayStart || running !== null}
              pending={pull.isPending}
              onClick={() => pull.mutate({ projectId, groundTruth })}
            >
              Pull tasks and answers
            </Button>
          </OnlyFor>
          {newest && (
            <ButtonLink variant="quiet" href={stagePath(projectId, 'pool')}>
              Look at the pool
            </ButtonLink>
          )}
          {!mayStart && <span className="text-sm text-ink-faint">Confirm the classes first.</span>}
        </div>
      </div>
    </Section>
  );
}

/** The job of this kind that is under way; null where there is none. */
function useRunningJob(projectId: string, kind: string): string | null {
  const trpc = useTRPC();
  const jobs = useQuery(trpc.jobs.list.queryOptions({ projectId, active: true }, { refetchInterval: 5_000 }));
  return jobs.data?.find((job) => job.kind === kind)?.id ?? null;
}
