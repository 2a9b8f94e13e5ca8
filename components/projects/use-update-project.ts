'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../api/client';

/** Changes a project's settings; what shows them, plans too, is asked for anew before `onDone`. */
export function useUpdateProject(onDone?: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.projects.update.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          queryClient.invalidateQueries(trpc.projects.pathFilter()),
          queryClient.invalidateQueries(trpc.plans.pathFilter()),
        ]);
        onDone?.();
      },
    }),
  );
}
