'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import type { BatchView, HandedOutItem } from '@/lib/contracts/labeling';
import { useTRPC } from '../api/client';
import { useAnswerSeconds } from './use-answer-seconds';

interface GridInput {
  readonly projectId: string;
  readonly batchId: string;
  /** the class that all are proposed as */
  readonly label: number;
  readonly count: number;
  readonly onBatch: (batch: BatchView) => void;
}

/** Many examples proposed as one class: all but those turned away become it together. */
export function useGrid({ projectId, batchId, label, count, onBatch }: GridInput) {
  const trpc = useTRPC();
  const [items, setItems] = useState<readonly HandedOutItem[] | null>(null);
  const [away, setAway] = useState<ReadonlySet<number>>(new Set());
  /** Rows that are not of the class, so that they are not proposed as it again. */
  const refused = useRef({ label, rows: new Set<number>() });
  const [storedLast, setStoredLast] = useState(0);
  const [pages, setPages] = useState(0);
  const seconds = useAnswerSeconds(pages);

  const take = useMutation(
    trpc.annotations.next.mutationOptions({
      onSuccess: (handed) => {
        setItems(handed.items);
        setAway(new Set());
        setPages((before) => before + 1);
        onBatch(handed.batch);
      },
    }),
  );
  const store = useMutation(
    trpc.annotations.answerAll.mutationOptions({
      onSuccess: ({ batch, taken }, { answers }) => {
        setStoredLast(answers.length - taken.length);
        onBatch(batch);
        takeNext();
      },
    }),
  );
  const undo = useMutation(
    trpc.annotations.undo.mutationOptions({
      onSuccess: () => {
        setStoredLast(0);
        takeNext();
      },
    }),
  );

  function takeNext(): void {
    if (refused.current.label !== label) refused.current = { label, rows: new Set() };
    const except = [...refused.current.rows].slice(-2_000);
    take.mutate({ projectId, batchId, count, guessed: label, except });
  }
  const begin = useEffectEvent(takeNext);
  useEffect(() => begin(), [label, count]);

  function toggle(row: number): void {
    setAway((before) => {
      const after = new Set(before);
      if (!after.delete(row)) after.add(row);
      return after;
    });
  }

  /** Stores all that were not turned away; they share the time that the page took. */
  function confirm(): void {
    if (!items || items.length === 0 || store.isPending || take.isPending) return;
    const ofClass = items.filter(({ example }) => !away.has(example.row));
    for (const row of away) refused.current.rows.add(row);
    if (ofClass.length === 0) return takeNext();
    const share = Math.min(86_400, seconds() / ofClass.length);
    const answers = ofClass.map(({ example, guess }) => ({
      row: example.row,
      label,
      guessShown: guess !== null,
      seconds: share,
    }));
    store.mutate({ projectId, batchId, answers, skipTaken: true });
  }

  return {
    items,
    away,
    toggle,
    confirm,
    storedLast,
    undoLast: () => undo.mutate({ projectId, batchId, count: Math.min(60, storedLast) }),
    busy: take.isPending || store.isPending || undo.isPending,
    unsent: store.error !== null || store.isPending,
    error: store.error ?? take.error ?? undo.error,
    tryAgain: () => (store.error && store.variables ? store.mutate(store.variables) : takeNext()),
  };
}
