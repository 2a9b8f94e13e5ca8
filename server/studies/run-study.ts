import type { StudyConfig, StudyReport } from '@/lib/contracts/study';
import { AppError } from '@/lib/errors';
import { buildReport } from '@/lib/studies/build-report';
import type { CellResult } from '@/lib/studies/cell-result';
import type { ChosenRows } from '@/lib/studies/choose-rows';
import type { CellOutcome } from '@/lib/studies/run-cell';
import { UNSCORED_POOL, type ScoredPool } from '@/lib/studies/run-surrogate';
import { requireStudyData, type StudyData } from '@/lib/studies/study-data';
import { resolveStudyConfig } from '@/lib/studies/study-config';
import { planStudy, type PointTask, type StudyTask, type SurrogateTask } from '@/lib/studies/study-plan';
import { needsProbabilities, needsSurrogate, strategyScheme } from '@/lib/studies/strategy-scheme';
import type { EngineName } from '@/lib/surrogates/tensor-engine';
import { startCellRunner, type CellRunner } from './cell-runner';
import { shareScored } from './shared-arrays';

export interface StudyRun {
  readonly data: StudyData;
  readonly config: StudyConfig;
  /** null: the first that loads */
  readonly engine: EngineName | null;
  /** worker threads; one a core unless given */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** results of an earlier attempt at the same study, by key; these cells are not run again */
  readonly finishedCells?: ReadonlyMap<string, CellResult> | undefined;
  /** keeps a result; the study waits for it */
  readonly onCell?: ((key: string, result: CellResult) => Promise<void>) | undefined;
  /** what a point was trained on; not called for finished cells */
  readonly onChosen?: ((task: PointTask, chosen: ChosenRows) => Promise<void>) | undefined;
}

/**
 * Runs a retrospective study to its report. The same data, configuration and engine give the same report, `seconds`
 * aside, with any number of threads and in whatever order cells finish.
 *
 * @throws AppError `bad-input` for data or a configuration that do not fit, `cancelled` on the signal
 */
export async function runStudy(run: StudyRun): Promise<StudyReport> {
  const startedAt = performance.now();
  const { data } = run;
  requireStudyData(data);
  const config = resolveStudyConfig(run.config);
  const plan = planStudy(config, data.pool.rows);
  const runner = await startCellRunner(data, config, { engine: run.engine, threads: run.threads });
  try {
    const results = await runCells(run, runner, plan.surrogateTasks, plan.pointTasks);
    return buildReport({
      plan,
      data: {
        pool: data.pool.rows,
        dimension: data.pool.columns,
        classes: data.classes,
        test: data.test.rows,
      },
      engine: runner.info,
      results,
      seconds: (performance.now() - startedAt) / 1000,
    });
  } finally {
    await runner.close();
  }
}

async function runCells(
  run: StudyRun,
  runner: CellRunner,
  surrogateTasks: readonly SurrogateTask[],
  pointTasks: readonly PointTask[],
): Promise<Map<string, CellResult>> {
  const results = new Map(run.finishedCells);
  const total = surrogateTasks.length + pointTasks.length;
  let done = [...surrogateTasks, ...pointTasks].filter(({ key }) => results.has(key)).length;
  run.onProgress?.({ done, total });

  const runTask = async (task: StudyTask, scored: ScoredPool): Promise<CellOutcome> => {
    const outcome = await runner.run({ task, scored });
    if (task.kind === 'point' && outcome.chosen) await run.onChosen?.(task, outcome.chosen);
    if (!results.has(task.key)) {
      await run.onCell?.(task.key, outcome.result);
      results.set(task.key, outcome.result);
      run.onProgress?.({ done: ++done, total });
    }
    return outcome;
  };

  const stop = () => runner.stop();
  run.signal?.addEventListener('abort', stop, { once: true });
  try {
    run.signal?.throwIfAborted();
    await runInOrder(
      surrogateTasks,
      pointTasks.filter(({ key }) => !results.has(key)),
      results,
      runTask,
    );
    return results;
  } catch (error) {
    if (run.signal?.aborted) throw new AppError('cancelled', 'The study was cancelled.');
    throw error;
  } finally {
    run.signal?.removeEventListener('abort', stop);
  }
}

/**
 * Surrogates first, because the points wait for what they hand over; a finished surrogate is run again where a point still
 * needs it. Then the longest fits first, so that no core ends up alone with one.
 */
async function runInOrder(
  surrogateTasks: readonly SurrogateTask[],
  openPoints: readonly PointTask[],
  results: ReadonlyMap<string, CellResult>,
  runTask: (task: StudyTask, scored: ScoredPool) => Promise<CellOutcome>,
): Promise<void> {
  const groupOf = (task: StudyTask) => `${task.repeat}/${task.surrogate.name}`;
  const mustWait = ({ strategy }: PointTask) => strategy !== null && needsSurrogate(strategy);
  const waiting = new Set(openPoints.filter(mustWait).map(groupOf));
  const scored = new Map<string, ScoredPool>();

  const surrogates = surrogateTasks
    .filter((task) => waiting.has(groupOf(task)) || !results.has(task.key))
    .map(async (task) => {
      scored.set(groupOf(task), shareScored((await runTask(task, UNSCORED_POOL)).scored));
    });
  const longestFirst = [...openPoints].sort((left, right) => right.kept - left.kept);
  const free = longestFirst.filter((task) => !mustWait(task)).map((task) => runTask(task, UNSCORED_POOL));
  // waited for further down, together with the rest
  const freeDone = Promise.all(free);
  freeDone.catch(() => undefined);
  await Promise.all(surrogates);
  const waited = longestFirst
    .filter(mustWait)
    .map((task) => runTask(task, partFor(task, scored.get(groupOf(task)) ?? UNSCORED_POOL)));
  await Promise.all([freeDone, ...waited]);
}

/** Only what the task looks at, because all of it goes to its thread. */
function partFor({ strategy }: PointTask, { scores, probabilities }: ScoredPool): ScoredPool {
  if (!strategy) return UNSCORED_POOL;
  const { scoreName } = strategyScheme(strategy);
  const values = scoreName === null ? undefined : scores[scoreName];
  return {
    scores: scoreName !== null && values ? { [scoreName]: values } : {},
    probabilities: needsProbabilities(strategy) ? probabilities : null,
  };
}
