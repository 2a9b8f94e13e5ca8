'use client';

import { useEffect, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { ProjectView } from '@/lib/contracts/project';

/**
 * Asks everything anew once the work of a stage has ended: whoever waits on one page for what was started on another sees
 * it come.
 */
export function useFreshStages(project: ProjectView | undefined): void {
  const queryClient = useQueryClient();
  const before = useRef<readonly string[]>([]);
  const running = project?.stages.filter(({ state }) => state === 'running').map(({ stage }) => stage);
  const key = running?.join(' ');
  useEffect(() => {
    if (key === undefined) return;
    const now = key.split(' ');
    if (before.current.some((stage) => stage !== '' && !now.includes(stage))) {
      void queryClient.invalidateQueries();
    }
    before.current = now;
  }, [key, queryClient]);
}
