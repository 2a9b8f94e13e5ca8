'use client';

import { useEffect, useState } from 'react';
import type { SyntheticConfig } from '@/lib/contracts/synthetic';
import { planTasks, type SyntheticOutcome, type SyntheticTask } from '@/lib/synthetic/tasks';
import { startTaskRun, type TaskWorker } from './task-run';

/** One core is left to the page. */
function workerCount(): number {
  return Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));
}

const createWorker = (): TaskWorker =>
  new Worker(new URL('./laboratory-worker.ts', import.meta.url), { type: 'module' });

interface TaskRunState {
  /** what was asked for: a run of another configuration is of no use */
  readonly key: string;
  readonly outcomes: readonly SyntheticOutcome[];
  readonly error: string | null;
}

const NOTHING: readonly SyntheticOutcome[] = [];

/**
 * Runs the tasks of one kind in the background, anew for every configuration; the old run is dropped.
 *
 * @param isWanted nothing is run while false
 */
export function useTaskRun(config: SyntheticConfig, kind: SyntheticTask['kind'], isWanted: boolean) {
  const key = JSON.stringify(config);
  const [state, setState] = useState<TaskRunState>({ key, outcomes: NOTHING, error: null });
  useEffect(() => {
    if (!isWanted) return;
    const wanted = JSON.parse(key) as SyntheticConfig;
    const add = (change: (before: TaskRunState) => Partial<TaskRunState>) =>
      setState((before) => {
        const current = before.key === key ? before : { key, outcomes: NOTHING, error: null };
        return { ...current, ...change(current) };
      });
    add(() => ({ outcomes: NOTHING, error: null }));
    return startTaskRun({
      config: wanted,
      tasks: planTasks(wanted).filter((task) => task.kind === kind),
      workers: workerCount(),
      createWorker,
      onOutcome: (outcome) => add(({ outcomes }) => ({ outcomes: [...outcomes, outcome] })),
      onEnd: () => undefined,
      onError: (error) => add(() => ({ error })),
    });
  }, [key, kind, isWanted]);
  const current = state.key === key ? state : { outcomes: NOTHING, error: null };
  const total = planTasks(config).filter((task) => task.kind === kind).length;
  return { outcomes: current.outcomes, error: current.error, done: current.outcomes.length, total };
}
