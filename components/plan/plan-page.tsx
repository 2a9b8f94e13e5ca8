'use client';

import { useQuery } from '@tanstack/react-query';
import type { StudyView } from '@/lib/contracts/study';
import { useTRPC } from '../api/client';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { PlanDesk } from './plan-desk';

export function PlanPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const studies = useQuery(trpc.studies.list.queryOptions({ projectId }));
  return (
    <Page>
      <PageHeader
        title="Plan"
        description="How many labels, and how much money, a target error needs: by each scheme, next to random selection."
      />
      {studies.error ? <ErrorNote error={studies.error} /> : null}
      {studies.data ? (
        <Plan projectId={projectId} studies={studies.data} />
      ) : (
        !studies.error && <Skeleton className="h-112" />
      )}
    </Page>
  );
}

interface PlanProps {
  readonly projectId: string;
  readonly studies: readonly StudyView[];
}

function Plan({ projectId, studies }: PlanProps) {
  const done = studies
    .filter(({ state }) => state === 'done')
    .sort((left, right) => Number(right.createdAt) - Number(left.createdAt));
  if (done.length > 0) return <PlanDesk projectId={projectId} studies={done} />;
  const underWay = studies.some(({ state }) => state === 'queued' || state === 'running');
  return (
    <EmptyState
      title={underWay ? 'The study is still running' : 'A plan reads a study'}
      action={
        <ButtonLink variant="primary" href={`/projects/${projectId}/report`}>
          {underWay ? 'See how far it is' : 'Start a study'}
        </ButtonLink>
      }
    >
      Labels and money for a target error are read off measured points. There are none yet.
    </EmptyState>
  );
}
