import { workerData } from 'node:worker_threads';
import type { SyntheticConfig } from '@/lib/contracts/synthetic';
import { runTask, type SyntheticOutcome, type SyntheticTask } from '@/lib/synthetic/tasks';

/** The thread's side: told the configuration once, it runs the tasks that it is sent. */
export function startTasks(): (task: SyntheticTask) => SyntheticOutcome {
  const config = workerData as SyntheticConfig;
  return (task) => runTask(config, task);
}
