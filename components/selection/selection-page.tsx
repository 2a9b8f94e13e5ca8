'use client';

import { useQuery } from '@tanstack/react-query';
import type { ScoreSetView } from '@/lib/contracts/model';
import type { WorkState } from '@/lib/contracts/job';
import type { ProjectView } from '@/lib/contracts/project';
import type { SchemeInfo } from '@/lib/contracts/selection';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { SelectionDesk } from './selection-desk';
import { SelectionHistory } from './selection-history';
import type { SelectionSources } from './selection-sources';

export function SelectionPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const project = useProject(projectId);
  const schemes = useQuery(trpc.selections.schemes.queryOptions({ projectId }));
  const scoreSets = useQuery(trpc.scores.list.queryOptions({ projectId }));
  const surrogates = useQuery(trpc.surrogates.list.queryOptions({ projectId }));
  const featureSets = useQuery(trpc.features.list.queryOptions({ projectId }));
  const error = project.error ?? schemes.error ?? scoreSets.error ?? surrogates.error ?? featureSets.error;
  if (project.data && schemes.data && scoreSets.data && surrogates.data && featureSets.data) {
    const sources = {
      scoreSets: scoreSets.data.filter(canSelect),
      surrogates: surrogates.data.filter(isReady),
      featureSets: featureSets.data.filter(isReady),
    };
    return <Loaded project={project.data} schemes={schemes.data} sources={sources} />;
  }
  return (
    <Page>
      <SelectionHeader />
      {error ? <ErrorNote error={error} /> : <Skeleton className="h-160" />}
    </Page>
  );
}

function SelectionHeader() {
  return (
    <PageHeader
      title="Selection"
      description="Choose which examples of the pool are labeled next. What you see is what the annotators get, in this order."
    />
  );
}

interface LoadedProps {
  readonly project: ProjectView;
  readonly schemes: readonly SchemeInfo[];
  readonly sources: SelectionSources;
}

function Loaded({ project, schemes, sources }: LoadedProps) {
  return (
    <Page>
      <SelectionHeader />
      {project.splits.pool.examples === 0 ? (
        <EmptyState
          title="The pool is empty"
          action={
            <ButtonLink variant="primary" href={`/projects/${project.id}/pool`}>
              Add examples
            </ButtonLink>
          }
        >
          There is nothing to choose from yet.
        </EmptyState>
      ) : (
        <SelectionDesk project={project} schemes={schemes} sources={sources} />
      )}
      <SelectionHistory projectId={project.id} modality={project.modality} />
    </Page>
  );
}

function isReady({ state }: { readonly state: WorkState }): boolean {
  return state === 'done';
}

/** Ready, and known without the label, which is what a selection is made to buy. */
function canSelect({ needsLabels, state }: ScoreSetView): boolean {
  return state === 'done' && !needsLabels;
}
