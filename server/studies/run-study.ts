import { setMaxListeners } from 'node:events';
import type { StudyConfig, StudyReport } from '@/lib/contracts/study';
import { AppError } from '@/lib/errors';
import { buildReport } from '@/lib/studies/build-report';
import type { CellResult } from '@/lib/studies/cell-result';
import type { ChosenRows } from '@/lib/studies/choose-rows';
import type { CellOutcome } from '@/lib/studies/run-cell';
import type { PoolScores } from '@/lib/studies/run-surrogate';
import { requireStudyData, type StudyData } from '@/lib/studies/study-data';
import { resolveStudyConfig } from '@/lib/studies/study-config';
import { planStudy, type PointTask, type StudyTask, type SurrogateTask } from '@/lib/studies/study-plan';
import { strategyScheme } from '@/lib/studies/strategy-scheme';
import type { EngineName } from '@/lib/surrogates/tensor-engine';
import { startCellRunner, type CellRunner } from './cell-runner';
import { shareScores } from './shared-arrays';

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
  const failure = new AbortController();
  const signal = run.signal ? AbortSignal.any([run.signal, failure.signal]) : failure.signal;
  setMaxListeners(0, signal); // every cell that waits listens
  const total = surrogateTasks.length + pointTasks.length;
  let done = [...surrogateTasks, ...pointTasks].filter(({ key }) => results.has(key)).length;
  run.onProgress?.({ done, total });

  const runTask = async (task: StudyTask, scores: PoolScores): Promise<CellOutcome> => {
    const outcome = await runner.run({ task, scores }, signal);
    if (task.kind === 'point' && outcome.chosen) await run.onChosen?.(task, outcome.chosen);
    if (!results.has(task.key)) {
      await run.onCell?.(task.key, outcome.result);
      results.set(task.key, outcome.result);
      run.onProgress?.({ done: ++done, total });
    }
    return outcome;
  };

  try {
    await runInOrder(
      surrogateTasks,
      pointTasks.filter(({ key }) => !results.has(key)),
      results,
      runTask,
    );
    return results;
  } catch (error) {
    failure.abort();
    if (run.signal?.aborted) throw new AppError('cancelled', 'The study was cancelled.');
    throw error;
  }
}

/**
 * Surrogates first, because the points wait for their scores; a finished surrogate is run again where a point still
 * needs them. Then the longest fits first, so that no core ends up alone with one.
 */
async function runInOrder(
  surrogateTasks: readonly SurrogateTask[],
  openPoints: readonly PointTask[],
  results: ReadonlyMap<string, CellResult>,
  runTask: (task: StudyTask, scores: PoolScores) => Promise<CellOutcome>,
): Promise<void> {
  const groupOf = (task: StudyTask) => `${task.repeat}/${task.surrogate.name}`;
  const scoreOf = (task: PointTask) => (task.strategy ? strategyScheme(task.strategy).scoreName : null);
  const waiting = new Set(openPoints.filter((task) => scoreOf(task) !== null).map(groupOf));
  const scores = new Map<string, PoolScores>();

  const surrogates = surrogateTasks
    .filter((task) => waiting.has(groupOf(task)) || !results.has(task.key))
    .map(async (task) => {
      scores.set(groupOf(task), shareScores((await runTask(task, {})).scores));
    });
  const longestFirst = [...openPoints].sort((left, right) => right.kept - left.kept);
  const free = longestFirst.filter((task) => scoreOf(task) === null).map((task) => runTask(task, {}));
  // waited for further down, together with the rest
  const freeDone = Promise.all(free);
  freeDone.catch(() => undefined);
  await Promise.all(surrogates);
  const scored = longestFirst.map(async (task) => {
    const name = scoreOf(task);
    if (name === null) return;
    const values = scores.get(groupOf(task))?.[name];
    await runTask(task, values ? { [name]: values } : {});
  });
  await Promise.all([freeDone, ...scored]);
}
