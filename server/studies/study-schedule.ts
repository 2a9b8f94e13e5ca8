import type { StudyTask } from '@/lib/studies/study-plan';

/** A cell that is waiting, and how long it will take beside the others. */
interface Waiting<Task> {
  readonly task: Task;
  readonly cost: number;
}

/**
 * Runs tasks on so many workers, the costliest of those that are ready first, so that no core ends up alone with one.
 * Surrogates come before points, because points wait for what they hand over.
 *
 * @param isReady asked again after each task that ended
 * @throws what a task threw first, after all that were begun have ended; none is begun after that
 */
export async function runSchedule<Task extends StudyTask>(
  tasks: readonly Task[],
  options: {
    readonly workers: number;
    readonly cost: (task: Task) => number;
    readonly isReady: (task: Task) => boolean;
    readonly run: (task: Task) => Promise<void>;
  },
): Promise<void> {
  const order = (task: Task) => (task.kind === 'surrogate' ? 0 : 1);
  const waiting: Waiting<Task>[] = tasks
    .map((task) => ({ task, cost: options.cost(task) }))
    .sort((left, right) => order(left.task) - order(right.task) || right.cost - left.cost);
  let failure: { readonly error: unknown } | null = null;
  const running = new Set<Promise<void>>();

  const beginOne = (): boolean => {
    const place = waiting.findIndex(({ task }) => options.isReady(task));
    const [next] = place < 0 ? [] : waiting.splice(place, 1);
    if (!next) return false;
    const ended = options
      .run(next.task)
      .catch((error: unknown) => void (failure ??= { error }))
      .finally(() => running.delete(ended));
    running.add(ended);
    return true;
  };

  for (;;) {
    while (!failure && running.size < options.workers && beginOne());
    if (running.size === 0) break;
    await Promise.race(running);
  }
  const failed = failure as { readonly error: unknown } | null;
  if (failed) throw failed.error;
  if (waiting.length > 0) throw new RangeError(`${waiting.length} tasks wait for something that is not run.`);
}
