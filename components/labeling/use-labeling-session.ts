'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { BatchView } from '@/lib/contracts/labeling';
import { useTRPC, useTRPCClient } from '../api/client';
import { LabelingSession, type LabelingPort } from './labeling-session';

const ITEMS_PER_REQUEST = 24;

/** The session of one batch over the API. */
export function useLabelingSession(projectId: string, initial: BatchView) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const batchId = initial.id;
  const port = useMemo<LabelingPort>(
    () => ({
      send: async ({ item, label, seconds }) => {
        const answer = { projectId, batchId, row: item.example.row, label, seconds };
        return (await client.annotations.answer.mutate(answer)).batch;
      },
      undo: async () => {
        const undone = await client.annotations.undo.mutate({ projectId, batchId });
        if (!undone) return null;
        const example = await client.examples.get.query({ projectId, row: undone.row });
        return { batch: undone.batch, item: { position: 0, state: 'open', example } };
      },
      loadOpen: async (from) => {
        const items = await client.annotations.items.query({
          projectId,
          batchId,
          from,
          limit: ITEMS_PER_REQUEST,
        });
        return items.filter((item) => item.state === 'open');
      },
    }),
    [client, projectId, batchId],
  );
  const [session] = useState(() => new LabelingSession(port, initial));
  const state = useSyncExternalStore(session.subscribe, session.getState, session.getState);

  useEffect(() => {
    void session.load();
  }, [session]);

  /** The rail and the lists tell of the batch too; they are asked anew when this page is left. */
  useEffect(
    () => () => {
      void queryClient.invalidateQueries(trpc.annotations.pathFilter());
      void queryClient.invalidateQueries(trpc.projects.pathFilter());
    },
    [queryClient, trpc],
  );

  /** An answer on its way would be lost with the page. */
  const unsaved = state.sending !== null;
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);

  async function loadSkipped(): Promise<void> {
    const items = await skippedItems(client, projectId, batchId, state.batch.size);
    session.reopen(items);
  }

  return { session, state, loadSkipped };
}

const SKIPPED_PER_REQUEST = 200;

async function skippedItems(
  client: ReturnType<typeof useTRPCClient>,
  projectId: string,
  batchId: string,
  size: number,
) {
  const skipped = [];
  for (let from = 0; from < size; from += SKIPPED_PER_REQUEST) {
    const items = await client.annotations.items.query({
      projectId,
      batchId,
      from,
      limit: SKIPPED_PER_REQUEST,
    });
    skipped.push(...items.filter((item) => item.state === 'skipped' && item.position >= from));
  }
  return skipped;
}
