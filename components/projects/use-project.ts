'use client';

import { useQuery } from '@tanstack/react-query';
import type { ProjectView } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';

/**
 * The project with its stages; asked for often while a stage works, seldom otherwise. The frame of the page hands in what
 * the server knew already, so that nothing below it waits.
 */
export function useProject(projectId: string, fromServer?: ProjectView) {
  const trpc = useTRPC();
  return useQuery(
    trpc.projects.get.queryOptions(
      { projectId },
      {
        initialData: fromServer,
        refetchInterval: ({ state }) =>
          state.data?.stages.some((stage) => stage.state === 'running') ? 3_000 : 30_000,
      },
    ),
  );
}
