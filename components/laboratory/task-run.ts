import type { SyntheticConfig } from '@/lib/contracts/synthetic';
import type { SyntheticOutcome, SyntheticTask } from '@/lib/synthetic/tasks';

/** What a page hands to its worker, and gets back. */
export interface TaskRequest {
  readonly config: SyntheticConfig;
  readonly task: SyntheticTask;
}
export type TaskReply = { readonly outcome: SyntheticOutcome } | { readonly error: string };

/** The part of a Web Worker that is used here. */
export interface TaskWorker {
  postMessage(request: TaskRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<TaskReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface TaskRunOptions {
  readonly config: SyntheticConfig;
  readonly tasks: readonly SyntheticTask[];
  readonly workers: number;
  readonly createWorker: () => TaskWorker;
  readonly onOutcome: (outcome: SyntheticOutcome) => void;
  readonly onEnd: () => void;
  readonly onError: (message: string) => void;
}

/**
 * Works tasks off in a few workers of the browser, in order.
 *
 * @returns stops it at once; nothing is called back afterwards
 */
export function startTaskRun(options: TaskRunOptions): () => void {
  const { config, tasks } = options;
  const workers: TaskWorker[] = [];
  let next = 0;
  let open = tasks.length;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    for (const worker of workers) worker.terminate();
  };
  const fail = (message: string): void => {
    if (stopped) return;
    stop();
    options.onError(message);
  };
  const feed = (worker: TaskWorker): void => {
    const task = tasks[next++];
    if (task) worker.postMessage({ config, task });
  };
  const count = Math.min(options.workers, tasks.length);
  for (let index = 0; index < count; index++) {
    const worker = options.createWorker();
    workers.push(worker);
    worker.onerror = (event) => fail(event.message || 'The computation could not be started.');
    worker.onmessage = ({ data }) => {
      if (stopped) return;
      if ('error' in data) return fail(data.error);
      options.onOutcome(data.outcome);
      open--;
      if (open > 0) return feed(worker);
      stop();
      options.onEnd();
    };
    feed(worker);
  }
  if (count === 0) options.onEnd();
  return stop;
}
