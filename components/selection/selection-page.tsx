'use client';

import { useQuery } from '@tanstack/react-query';
import type { ScoreSetView } from '@/lib/contracts/model';
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

export function SelectionPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const project = useProject(projectId);
  const schemes = useQuery(trpc.selections.schemes.queryOptions({ projectId }));
  const scoreSets = useQuery(trpc.scores.list.queryOptions({ projectId }));
  const error = project.error ?? schemes.error ?? scoreSets.error;
  if (project.data && schemes.data && scoreSets.data) {
    return <Loaded project={project.data} schemes={schemes.data} scoreSets={scoreSets.data} />;
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
  readonly scoreSets: readonly ScoreSetView[];
}

function Loaded({ project, schemes, scoreSets }: LoadedProps) {
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
        <SelectionDesk project={project} schemes={schemes} scoreSets={scoreSets.filter(canSelect)} />
      )}
      <SelectionHistory projectId={project.id} />
    </Page>
  );
}

/** Ready, and known without the label, which is what a selection is made to buy. */
function canSelect({ needsLabels, state }: ScoreSetView): boolean {
  return state === 'done' && !needsLabels;
}
