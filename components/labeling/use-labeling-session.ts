'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { BatchView } from '@/lib/contracts/labeling';
import { useTRPC, useTRPCClient } from '../api/client';
import { labelingPort, mayPass, skippedItems } from './labeling-port';
import { LabelingSession } from './labeling-session';
import { unsentAnswers } from './unsent-answer';
import { useHeldLeases } from './use-held-leases';

/** The session of one batch over the API. */
export function useLabelingSession(projectId: string, userId: string, initial: BatchView) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const batchId = initial.id;
  const unsent = useMemo(() => unsentAnswers(browserStorage(), userId, batchId), [userId, batchId]);
  const [session] = useState(
    () => new LabelingSession(labelingPort(client, { projectId, batchId }, unsent), initial),
  );
  const state = useSyncExternalStore(session.subscribe, session.getState, session.getState);

  useEffect(() => {
    void session.resume(unsent.read());
  }, [session, unsent]);
  useRetries(session, state.failure ?? state.loadFailure);
  useHeldLeases(session);

  /** The rail and the lists tell of the batch too; they are asked anew when this page is left. */
  useEffect(
    () => () => {
      void queryClient.invalidateQueries(trpc.annotations.pathFilter());
      void queryClient.invalidateQueries(trpc.projects.pathFilter());
    },
    [queryClient, trpc],
  );

  /** An answer on its way would wait for the next visit. */
  const unsaved = state.sending !== null;
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);

  async function loadSkipped(): Promise<void> {
    session.reopen(await skippedItems(client, { projectId, batchId }, state.batch.size));
  }

  return { session, state, loadSkipped };
}

const RETRY_MILLISECONDS = 3_000;

/** An answer that could not be stored is sent again by itself, at once when the network is back. */
function useRetries(session: LabelingSession, failure: unknown): void {
  useEffect(() => {
    if (!failure || !mayPass(failure)) return;
    const retry = () => session.retry();
    const timer = setTimeout(retry, RETRY_MILLISECONDS);
    window.addEventListener('online', retry);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', retry);
    };
  }, [session, failure]);
}

function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
