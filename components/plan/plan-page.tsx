'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { CostSection } from './cost-section';
import { PlanDesk } from './plan-desk';

export function PlanPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const sources = useQuery(trpc.plans.sources.queryOptions({ projectId }));
  return (
    <Page>
      <PageHeader
        title="Plan"
        description="What a target error takes in labels, hours and money, next to random selection, and when to stop."
      />
      {sources.error ? <ErrorNote error={sources.error} /> : null}
      {!sources.data && !sources.error && <Skeleton className="h-112" />}
      {sources.data && sources.data.length > 0 && <PlanDesk projectId={projectId} sources={sources.data} />}
      {sources.data?.length === 0 && <NothingMeasured projectId={projectId} />}
    </Page>
  );
}

function NothingMeasured({ projectId }: { readonly projectId: string }) {
  return (
    <>
      <EmptyState
        title="A plan is made of measured errors"
        action={
          <span className="flex flex-wrap gap-2">
            <ButtonLink variant="primary" href={`/projects/${projectId}/rounds`}>
              Go to the rounds
            </ButtonLink>
            <ButtonLink href={`/projects/${projectId}/report`}>Start a study</ButtonLink>
          </span>
        }
      >
        There are none yet. Three measured rounds are enough for a first curve; or a study, where all labels
        of the pool are known.
      </EmptyState>
      <CostSection projectId={projectId} />
    </>
  );
}
