'use client';

import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { OnlyFor } from '../projects/only-for';
import { useProject } from '../projects/use-project';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { NoStudy } from './no-study';
import { StudyForm } from './study-form';

export function NewStudyPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const project = useProject(projectId);
  const features = useQuery(trpc.features.list.queryOptions({ projectId }));
  const schemes = useQuery(trpc.selections.schemes.queryOptions({ projectId }));
  const models = useQuery(trpc.surrogates.models.queryOptions({ projectId }));
  const error = project.error ?? features.error ?? schemes.error ?? models.error;
  return (
    <Page>
      <PageHeader
        title="New study"
        description={
          <>
            <Link href={`/projects/${projectId}/report`} className="text-accent underline underline-offset-2">
              All studies
            </Link>{' '}
            · Labels that are known are hidden, then bought scheme by scheme, to see what each would have
            given.
          </>
        }
      />
      {error ? <ErrorNote error={error} /> : null}
      {project.data && features.data && schemes.data && models.data ? (
        <NewStudy
          projectId={projectId}
          poolLabels={project.data.splits.pool.labeled}
          testLabels={project.data.splits.test.labeled}
          featureSets={features.data.filter(({ state }) => state === 'done')}
          schemes={schemes.data}
          models={models.data}
        />
      ) : (
        !error && <Skeleton className="h-160" />
      )}
    </Page>
  );
}

type NewStudyProps = Parameters<typeof StudyForm>[0] & { readonly testLabels: number };

function NewStudy({ testLabels, ...form }: NewStudyProps) {
  if (form.poolLabels === 0 || testLabels === 0) return <NoStudy projectId={form.projectId} />;
  if (form.featureSets.length === 0) {
    return (
      <EmptyState
        title="A study reads features"
        action={
          <ButtonLink variant="primary" href={`/projects/${form.projectId}/features`}>
            Compute features
          </ButtonLink>
        }
      >
        No feature set of this project is ready.
      </EmptyState>
    );
  }
  return (
    <OnlyFor
      projectId={form.projectId}
      access="lead"
      otherwise={
        <EmptyState title="Studies are started by owners and leads">You see their reports.</EmptyState>
      }
    >
      <StudyForm {...form} />
    </OnlyFor>
  );
}
