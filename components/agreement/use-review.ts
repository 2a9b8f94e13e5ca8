'use client';

import { useState } from 'react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReviewReason } from '@/lib/contracts/review';
import { useTRPC } from '../api/client';

/** Examples asked for at once: enough that the next one is there when one is decided. */
const AHEAD = 8;

/** Walks the queue: what is on the screen, what was decided meanwhile, and what was skipped for now. */
export function useReview(projectId: string, reason: ReviewReason | undefined) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [skipped, setSkipped] = useState(0);
  const [decided, setDecided] = useState<ReadonlySet<number>>(new Set());
  /** taken back, or asked for: shown before the queue */
  const [pinned, setPinned] = useState<number | null>(null);

  const queue = useQuery(
    trpc.agreement.queue.queryOptions(
      { projectId, reason, offset: skipped, limit: AHEAD },
      { placeholderData: keepPreviousData },
    ),
  );
  const pinnedItem = useQuery(
    trpc.agreement.item.queryOptions({ projectId, row: pinned ?? 0 }, { enabled: pinned !== null }),
  );
  const changed = () => queryClient.invalidateQueries();
  const decide = useMutation(
    trpc.agreement.decide.mutationOptions({
      onSuccess: (_, { row }) => {
        setDecided((before) => new Set(before).add(row));
        setPinned(null);
        void changed();
      },
    }),
  );
  const undo = useMutation(
    trpc.agreement.undoDecision.mutationOptions({
      onSuccess: (undone) => {
        if (!undone) return;
        setDecided((before) => new Set([...before].filter((row) => row !== undone.row)));
        setPinned(undone.row);
        void changed();
      },
    }),
  );
  const next = queue.data?.items.filter(({ example }) => !decided.has(example.row)) ?? [];
  const item = pinned === null ? next[0] : pinnedItem.data;
  return {
    queue,
    item,
    next: next.slice(1),
    decide,
    undo,
    skipped,
    error: queue.error ?? pinnedItem.error,
    busy: decide.isPending || undo.isPending,
    skip: () => {
      if (pinned === null) setSkipped(skipped + 1);
      else setPinned(null);
    },
    startAgain: () => setSkipped(0),
  };
}
