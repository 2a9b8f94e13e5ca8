import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { SyntheticConfig, SyntheticReport } from '@/lib/contracts/synthetic';
import { AppError } from '@/lib/errors';
import { planTasks, reportOutcomes, type SyntheticOutcome, type SyntheticTask } from '@/lib/synthetic/tasks';

export interface SyntheticRun {
  readonly config: SyntheticConfig;
  /** worker threads; one a core unless given */
  readonly threads?: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/**
 * Runs a configuration of the synthetic laboratory over the cores. The report is the same, `seconds` aside, with any
 * number of threads.
 *
 * @throws AppError `bad-input` for a configuration whose parts do not fit, `cancelled` on the signal
 */
export async function runSynthetic(run: SyntheticRun): Promise<SyntheticReport> {
  const startedAt = performance.now();
  const { config, signal } = run;
  const tasks = planTasks(config);
  setMaxListeners(0, signal); // every task that waits listens
  const threads = Math.min(tasks.length, run.threads ?? availableParallelism());
  const pool = new Piscina<SyntheticTask, SyntheticOutcome>({
    filename: fileURLToPath(new URL('./laboratory-thread.mjs', import.meta.url)),
    execArgv: [],
    workerData: config,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
  });
  let done = 0;
  run.onProgress?.({ done, total: tasks.length });
  try {
    const outcomes = await Promise.all(
      tasks.map(async (task) => {
        const outcome = await pool.run(task, { signal });
        run.onProgress?.({ done: ++done, total: tasks.length });
        return outcome;
      }),
    );
    return reportOutcomes(config, outcomes, (performance.now() - startedAt) / 1000);
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled', 'The run was cancelled.');
    throw error;
  } finally {
    await pool.destroy();
  }
}
