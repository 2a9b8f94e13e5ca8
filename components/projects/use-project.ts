'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';

/** The project with its stages; asked for often while a stage works, seldom otherwise. */
export function useProject(projectId: string) {
  const trpc = useTRPC();
  return useQuery(
    trpc.projects.get.queryOptions(
      { projectId },
      {
        refetchInterval: ({ state }) =>
          state.data?.stages.some((stage) => stage.state === 'running') ? 3_000 : 30_000,
      },
    ),
  );
}
