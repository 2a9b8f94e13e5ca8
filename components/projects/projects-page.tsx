'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { SkeletonRows } from '../ui/skeleton';
import { NewProjectDialog } from './new-project-dialog';
import { ProjectTable } from './project-table';

export function ProjectsPage() {
  const trpc = useTRPC();
  const [creating, setCreating] = useState(false);
  const { data: projects, error } = useQuery(
    trpc.projects.list.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.some((project) => project.runningJobs > 0) ? 3_000 : false,
    }),
  );
  const { data: account } = useQuery(trpc.account.get.queryOptions());
  const create = account?.mayCreateProjects && (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      New project
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Projects"
        description="One labeling task each: a pool of examples, its classes, and what was found worth labeling."
        action={create}
      />
      {error && !projects ? <ErrorNote error={error} /> : null}
      {!projects && !error && <SkeletonRows rows={3} className="h-14" />}
      {projects?.length === 0 && (
        <EmptyState title="No project yet" action={create}>
          {account?.mayCreateProjects
            ? 'Create one, then bring in the examples that you might label.'
            : 'Ask an owner to add you to theirs.'}
        </EmptyState>
      )}
      {projects && projects.length > 0 && <ProjectTable projects={projects} />}
      <NewProjectDialog open={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}
