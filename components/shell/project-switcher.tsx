'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown } from 'lucide-react';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { Button } from '../ui/button';
import { Menu, MenuLink } from '../ui/menu';

/** The current project's name; opens the list of all. */
export function ProjectSwitcher({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const { data: project } = useProject(projectId);
  const { data: projects } = useQuery(trpc.projects.list.queryOptions());
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="quiet" size="small" className="max-w-full min-w-0 px-1.5 text-ink">
          <span className="sr-only">Project: </span>
          <span className="min-w-12 truncate">{project?.name ?? ' '}</span>
          <ChevronsUpDown className="text-ink-faint" aria-hidden />
        </Button>
      }
    >
      {projects
        ?.filter((other) => other.id !== projectId)
        .map((other) => (
          <MenuLink key={other.id} href={`/projects/${other.id}`}>
            <span className="min-w-0 truncate">{other.name}</span>
          </MenuLink>
        ))}
      <MenuLink href="/projects">All projects</MenuLink>
    </Menu>
  );
}
