'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import type { ProjectView } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import { ExportMenu } from '../files/export-menu';
import { JobProgress } from '../jobs/job-progress';
import { OnlyFor } from '../projects/only-for';
import { useProject } from '../projects/use-project';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { Tabs } from '../ui/tabs';
import { useUrlState } from '../ui/use-url-state';
import { IngestForm } from './ingest-form';
import { IngestList } from './ingest-list';
import { PoolBrowser } from './pool-browser';
import { SplitCounts } from './split-counts';

const DESCRIPTION =
  'All examples of the project: the pool to choose from, the seed that trains first, the test that measures.';

export function PoolPage({ projectId }: { readonly projectId: string }) {
  const { data: project, error } = useProject(projectId);
  const [adding, setAdding] = useState(false);
  const filled = project !== undefined && project.exampleCount > 0;
  return (
    <Page>
      <PageHeader
        title="Pool"
        description={DESCRIPTION}
        action={
          filled && (
            <>
              <ExportMenu
                projectId={projectId}
                modality={project.modality}
                scope={{}}
                label="Export all examples"
              />
              <OnlyFor projectId={projectId} access="lead">
                <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
                  Add examples
                </Button>
              </OnlyFor>
            </>
          )
        }
      />
      {error && !project ? <ErrorNote error={error} /> : null}
      <RunningIngests projectId={projectId} />
      {!project && !error && <Skeleton className="h-120" />}
      {project && (filled ? <FilledPool project={project} /> : <EmptyPool project={project} />)}
      {project && (
        <Dialog open={adding} onClose={() => setAdding(false)} title="Add examples">
          <IngestForm projectId={projectId} modality={project.modality} onStarted={() => setAdding(false)} />
        </Dialog>
      )}
    </Page>
  );
}

/** Progress of what is being brought in just now. */
function RunningIngests({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const { data: ingests } = useQuery(trpc.datasets.list.queryOptions({ projectId }));
  const running = ingests?.filter((ingest) => ingest.state === 'queued' || ingest.state === 'running') ?? [];
  return running.map(
    (ingest) =>
      ingest.jobId && (
        <div key={ingest.id} className="rounded-lg border border-line bg-surface p-4 shadow-raised">
          <JobProgress projectId={projectId} jobId={ingest.jobId} label={`Reading ${ingest.name}`} />
        </div>
      ),
  );
}

function EmptyPool({ project }: { readonly project: ProjectView }) {
  const trpc = useTRPC();
  const { data: ingests } = useQuery(trpc.datasets.list.queryOptions({ projectId: project.id }));
  return (
    <>
      <OnlyFor
        projectId={project.id}
        access="lead"
        otherwise={<EmptyState title="The pool is empty">Owners and leads bring the examples in.</EmptyState>}
      >
        <Section
          title="The pool is empty"
          description="Bring in the examples first. Broken files and duplicates are listed with the reason; the rest goes on."
          className="max-w-3xl"
        >
          <IngestForm projectId={project.id} modality={project.modality} onStarted={() => undefined} />
        </Section>
      </OnlyFor>
      {ingests && ingests.length > 0 && (
        <Section title="Files">
          <IngestList projectId={project.id} />
        </Section>
      )}
    </>
  );
}

type PoolView = 'browse' | 'files';

function FilledPool({ project }: { readonly project: ProjectView }) {
  const url = useUrlState();
  const view: PoolView = url.get('view') === 'files' ? 'files' : 'browse';
  return (
    <>
      <SplitCounts project={project} />
      <Tabs<PoolView>
        label="Views of the pool"
        value={view}
        onValueChange={(next) => url.set({ view: next === 'files' ? next : null })}
        tabs={[
          { value: 'browse', label: 'Examples', content: <PoolBrowser project={project} /> },
          { value: 'files', label: 'Files', content: <IngestList projectId={project.id} /> },
        ]}
      />
    </>
  );
}
