'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { ErrorNote } from '../ui/error-note';
import { Page } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { LabelScreen } from './label-screen';

interface LabelPageProps {
  readonly projectId: string;
  readonly batchId: string;
}

export function LabelPage({ projectId, batchId }: LabelPageProps) {
  const trpc = useTRPC();
  const { data: project, error: projectError } = useProject(projectId);
  /** Asked once: from then on the session holds the batch as each answer returns it. */
  const batch = useQuery(
    trpc.annotations.batch.queryOptions({ projectId, batchId }, { staleTime: Infinity, gcTime: 0 }),
  );
  const me = useQuery(trpc.session.me.queryOptions(undefined, { staleTime: Infinity }));
  const error = projectError ?? batch.error ?? me.error;
  if (project && batch.data && me.data) {
    return <LabelScreen key={batchId} project={project} batch={batch.data} userId={me.data.id} />;
  }
  if (error) {
    return (
      <Page>
        <ErrorNote error={error} />
      </Page>
    );
  }
  return (
    <Page>
      <Skeleton className="h-12" />
      <Skeleton className="h-[60dvh]" />
    </Page>
  );
}
